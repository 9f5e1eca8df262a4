import type { Page } from 'playwright-core'
import { afterAll, beforeAll, it } from 'vitest'
import { sampleSeed, startWorkspace } from '../../src/local/slack/index.ts'
import { launchBrowser } from '../helpers/browser.ts'
import { controlOf } from '../helpers/control.ts'
import { pageDir, requireBuiltPage } from '../local/slack/page/open-page.ts'
import { sampleApp } from '../local/slack/sample-app.ts'
import { machine, report, timed } from './report.ts'

let browser: Awaited<ReturnType<typeof launchBrowser>>
beforeAll(async () => {
  requireBuiltPage()
  browser = await launchBrowser()
  process.stdout.write(`${machine()}\n`)
})
afterAll(() => browser?.close())

it.each([1000, 5000])('shows and scrolls a channel with %i messages', async count => {
  const workspace = await startWorkspace({ seed: sampleSeed(sampleApp), pageDir })
  const people = controlOf(workspace.url)
  for (let n = 1; n <= count; n++) await people.post('message', { channel: 'random', user: 'ben', text: textOf(n) })
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.addInitScript(`{
    window.longTasks = []
    new PerformanceObserver(list => window.longTasks.push(...list.getEntries().map(entry => entry.duration)))
      .observe({ entryTypes: ['longtask'] })
  }`)
  const newest = page.getByText(`No. ${count}. `)
  const shown = await timed(async () => {
    await page.goto(`${workspace.url}/#/C0RANDOM02`)
    await newest.waitFor()
  })
  report(`${count} messages: opened`, { ms: shown, ...(await cost(page)) })

  await page.evaluate('window.longTasks.length = 0')
  const scrolled = await timed(() => page.evaluate(scrollThrough))
  report(`${count} messages: scrolled up for 300 frames`, { ms: scrolled, ...(await cost(page)) })

  await page.getByRole('button', { name: 'Jump to latest' }).click()
  await newest.waitFor()
  await page.evaluate('window.longTasks.length = 0')
  const said = await timed(async () => {
    for (let n = 1; n <= 20; n++) await people.post('message', { channel: 'random', user: 'ben', text: `news ${n}` })
    await page.getByText('news 20').waitFor()
  })
  report(`${count} messages: 20 more arrived`, { ms: said, ...(await cost(page)) })
  await page.close()
  await workspace.stop()
})

const textOf = (n: number) =>
  `No. ${n}. *Checkout* fails for <https://shop.example|the shop>, see \`payments-${n}\` :fire:`

const scrollThrough = `new Promise(done => {
  const list = document.querySelector('[role=log]')
  let frames = 0
  const step = () => {
    list.scrollTop -= 400
    frames += 1
    if (frames === 300) done()
    else requestAnimationFrame(step)
  }
  requestAnimationFrame(step)
})`

async function cost(page: Page): Promise<Record<string, number>> {
  const tasks = await page.evaluate<number[]>('window.longTasks')
  const nodes = await page.evaluate<number>(`document.querySelectorAll('*').length`)
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return { 'long tasks': tasks.length, 'longest ms': Math.max(0, ...tasks), nodes, 'heap MB': usedSize / 2 ** 20 }
}
