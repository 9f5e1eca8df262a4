import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

interface Violation {
  readonly id: string
  readonly impact: string
  readonly help: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** Fails with every serious or critical violation that axe finds on what is to be seen. */
export async function expectAccessible(page: Page, surface: string): Promise<void> {
  await page.evaluate(axe.source)
  const violations = await page.evaluate<Violation[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then(results => results.violations)`,
  )
  const grave = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
  const told = grave.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.slice(0, 4).map(node => `${node.html.slice(0, 160)} ${node.failureSummary?.slice(0, 200)}`),
  }))
  expect(told, surface).toEqual([])
}
