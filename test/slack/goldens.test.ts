import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { policy } from '../helpers/incidents.ts'
import { brokenLimits, foreignTokens } from './limits.ts'
import { topicsOf, viewsOf, type Words } from './views-of.ts'

const folder = join(import.meta.dirname, '../golden/views')
const isRewriting = process.env.UPDATE_GOLDENS === '1'

const words: Words = {
  title: 'Checkout fails for cards & wallets',
  summary: 'Since 10:00 every third payment is <refused>.\nSeen by @support in #shop.',
  note: 'Rolled back to 1.2 & watching',
  resolution: 'Release 1.3 was rolled back; payments go through.',
  reason: 'Errors are back since 11:30',
  fields: {
    state: 'Release 1.3 broke the token exchange on pay-2.',
    impact: 'One in three card payments is refused.',
    actions: 'Rolling back to 1.2.',
    workaround: 'Paying by invoice works.',
    needs: 'Somebody who can sign the release.',
  },
  name: 'ben',
  refusal: 'ura_max_channels',
}
const views = viewsOf(words, policy)
const goldens: Record<string, unknown> = { ...views, topics: topicsOf(words, policy) }
const files = Object.keys(goldens).map(name => `${name}.json`)

if (isRewriting) for (const file of readdirSync(folder)) if (!files.includes(file)) rmSync(join(folder, file))

describe('what people see', () => {
  it.each(Object.entries(goldens))('%s is as agreed', (name, view) => {
    const file = join(folder, `${name}.json`)
    const text = `${JSON.stringify(view, undefined, 2)}\n`
    if (isRewriting) writeFileSync(file, text)
    expect(text).toBe(readFileSync(file, 'utf8'))
  })

  it('has a golden for each view, and none for what is gone', () => {
    expect(readdirSync(folder).sort()).toEqual([...files].sort())
  })

  it.each(Object.entries(views))('%s stays within Slack’s limits and shows no token of somebody else', (_, view) => {
    expect(brokenLimits(view)).toEqual([])
    expect(foreignTokens(view)).toEqual([])
  })
})
