import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from 'axe-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AUDIENCE_FIELDS } from '../src/domain/audience-policy.ts'
import { audienceIds } from '../src/domain/audiences.ts'
import { defaultPolicy, parsePolicy } from '../src/domain/policy.ts'
import { READER_WORDS } from '../src/domain/reader-words.ts'
import { STATUSES } from '../src/domain/status.ts'
import { builtInTemplates } from '../src/domain/templates.ts'
import { runPolicyCommand } from '../src/policy-command.ts'
import { untranslated } from '../src/policy-language.ts'
import { policyPage } from '../src/policy-page.ts'
import { samplesFor } from '../src/policy-samples.ts'
import { launchBrowser } from './helpers/browser.ts'

let dir: string
let file: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'sitrep-policy-command-'))
  file = join(dir, 'policy.yml')
  writeFileSync(
    file,
    `audiences:
  board:
    label: Vorstand <intern>
    channels: [C0BOARD00]
    incidents: { priorities: [P1], services: [checkout], private: cleared, clearedPeople: [U0CHAIR00] }
    fields: [impact]
    language: de
    timeZone: Europe/Berlin
    templates: { heading: "{{service}} & mehr: {{status}}", next: Nächste Nachricht }
    cadence: { P1: 60 }
  legal: null
`,
  )
})
afterAll(() => rmSync(dir, { recursive: true }))

const run = (...args: string[]) => runPolicyCommand(args)

describe('checking a policy', () => {
  it('says what is in one that is right, and whom it does not reach yet', () => {
    const { code, text } = run('check', file)
    expect(code).toBe(0)
    const [all, unreached, english, ...more] = text.split('\n')
    expect(all).toBe('OK: 6 audiences, 5 services, 4 categories.')
    expect(unreached).toBe(
      'Without channels or people, and so told nothing: leadership, support, customers, followers.',
    )
    expect(english).toMatch(/^board is told in de, but in English: templates\.standing, templates\.noChange, /)
    expect(english).toMatch(
      /, fieldLabels\.state, fieldLabels\.impact, statusLabels\.triage, .*, readerWords\.other\.$/,
    )
    for (const own of ['templates.heading', 'templates.next,']) expect(english).not.toContain(own)
    expect(more).toEqual([])
  })

  it('names nothing that is in the language of an audience already', () => {
    const { closing, ...simple } = builtInTemplates
    const inGerman = (names: readonly string[]) => Object.fromEntries(names.map(name => [name, 'Wort']))
    const board = {
      label: 'Vorstand',
      fields: ['title', 'impact'],
      language: 'de',
      fieldLabels: inGerman(['state', 'impact']),
      statusLabels: inGerman(STATUSES),
      readerWords: inGerman(READER_WORDS),
      templates: { ...inGerman(Object.keys(simple)), closing: inGerman(Object.keys(closing)) },
    }
    expect(untranslated(parsePolicy({ audiences: { board } }))).toEqual([])
    expect(untranslated(parsePolicy({ audiences: { board: { ...board, language: 'en-GB', templates: {} } } }))).toEqual(
      [],
    )
  })

  it('notes who is named for two audiences that see different fields, and as which of them they read', () => {
    const shared = join(dir, 'shared.yml')
    const two = (fields: string) => `audiences:
  board: { label: Board, people: [U0CHAIR00], userGroups: [S0BOARD00], fields: [impact], cadence: { P1: 60 } }
  press: { label: Press, people: [U0CHAIR00], userGroups: [S0BOARD00], fields: [${fields}], cadence: { P1: 60 } }
`
    writeFileSync(shared, two('impact, state'))
    const { code, text } = run('check', shared)
    expect(code).toBe(0)
    const as = 'for board and for press, which see different fields: where both hear of an incident, it reads as board'
    for (const reader of ['U0CHAIR00', 'S0BOARD00']) expect(text).toContain(`${reader} is named ${as}`)
    writeFileSync(shared, two('impact'))
    expect(run('check', shared).text).not.toContain('is named')
  })

  it('names every problem of one that is wrong, with its place, and fails', () => {
    const bad = join(dir, 'bad.yml')
    writeFileSync(bad, 'nudgeMinutesBefore: 0\naudiences:\n  legal:\n    label: ""\n')
    const { code, text } = run('check', bad)
    expect(code).toBe(1)
    expect(text.split('\n')).toEqual([
      expect.stringContaining(`${bad}:4:5: audiences.legal.label: `),
      expect.stringContaining(`${bad}:1:1: nudgeMinutesBefore: `),
    ])
    expect(run('preview', bad)).toEqual({ code, text })
  })

  it.each([
    [[], 'Say what to do: check or preview.'],
    [['check'], 'Name the policy file to check.'],
    [['chek', 'x'], 'There is no command chek.'],
    [['check', 'a', 'b'], 'One file at a time, please: b is too much.'],
    [['preview', '--colour'], "Unknown option '--colour'"],
    [['preview', '--audience', 'suport'], 'There is no audience suport; did you mean support?'],
  ])('refuses %j with what to do', (args, problem) => {
    const { code, text } = runPolicyCommand(args)
    expect(code).toBe(2)
    expect(text).toContain(problem)
    expect(text).toContain('npm run policy -- check <file>')
  })

  it('explains itself', () => {
    expect(run('--help')).toMatchObject({ code: 0, text: expect.stringContaining('--html <page.html>') })
  })
})

describe('the preview', () => {
  it('shows each kind of update in the audience’s words, of an incident that it hears of', () => {
    const { code, text } = run('preview', file, '--audience', 'board')
    expect(code).toBe(0)
    expect(text).toContain('Hears of: P1; Checkout and payments. Reads in: C0BOARD00.\n\n  The first update\n')
    expect(text).toContain(`
  An update
    Checkout and payments & mehr: We are working on a fix
    Impact: One in three card payments is refused. Orders paid by invoice go through.
    Nächste Nachricht: Montag, 2. März um 12:45 MEZ
    (hidden: title, summary, state, actions, workaround, needs)`)
    expect(text).toContain('Only for U0CHAIR00.')
  })

  it('shows every audience of the default policy, and says where one would read nothing', () => {
    const { text } = run('preview')
    for (const name of audienceIds(defaultPolicy)) expect(text).toContain(`(${name})`)
    const legal = samplesFor('legal', defaultPolicy)
    expect(legal.find(sample => sample.name === 'An update')?.rendering?.heading).toContain('confidential')
    const customers = samplesFor('customers', defaultPolicy).find(sample => sample.name === 'A private incident')
    expect(customers).toEqual({
      name: 'A private incident',
      note: 'Nothing: private incidents stay in their own channel.',
      hidden: [],
    })
    const postponed = samplesFor('support', defaultPolicy).find(sample => sample.name === 'Put off')
    expect(JSON.stringify(postponed?.rendering)).toContain('promised for 2026-03-02 10:55 UTC')
    const names = samplesFor('customers', defaultPolicy).map(({ name, note }) => `${name}: ${note ?? ''}`)
    expect(names).toContain('The review is published: Nothing: this audience does not ask for it.')
    expect(names.at(-1)).toBe(
      'What the statuses are called: We are looking into a disruption; We are looking for the cause of a disruption; We are working on a fix; A fix is in place and we are watching it; Resolved; Now handled together with another disruption; No disruption after all',
    )
    const heading = (name: string) => samplesFor('customers', defaultPolicy).find(one => one.name === name)?.rendering
    expect(heading('Merged with another')?.heading).toBe('Website: now handled together with another disruption')
    expect(heading('Not an incident after all')?.heading).toBe('Website: no disruption after all')
    expect(JSON.stringify(heading('A promise is kept'))).toContain('is done: Payments fall back to a second provider.')
    const silent = parsePolicy({ audiences: { support: { cadence: { P1: null } } } })
    const samples = samplesFor('support', silent)
    expect(samples.find(one => one.name === 'Nobody wrote in time')?.note).toMatch(/^Nothing/)
    expect(samples.find(one => one.name === 'An update')?.rendering).not.toHaveProperty('next')
  })

  it('has a sample of every template, in the terminal and on the page', () => {
    const { closing, ...simple } = builtInTemplates
    const marked = (names: readonly string[]) => Object.fromEntries(names.map(name => [name, `«${name}»`]))
    const board = {
      label: 'Board',
      channels: ['C0BOARD00'],
      fields: [...AUDIENCE_FIELDS],
      involvement: 'consulted',
      cadence: { P1: 60 },
      closing: { notice: true, review: true },
      templates: { ...marked(Object.keys(simple)), closing: marked(Object.keys(closing)) },
    }
    const own = join(dir, 'own.yml')
    const followers = { templates: marked(['began', 'goesOn', 'wentOn']) }
    writeFileSync(own, JSON.stringify({ audiences: { board, followers } }))
    const { text: forFollowers } = run('preview', own, '--audience', 'followers')
    const text = run('preview', own, '--audience', 'board').text + forFollowers
    const page = join(dir, 'own.html')
    run('preview', own, '--audience', 'board', '--html', page)
    const forBoard = readFileSync(page, 'utf8')
    run('preview', own, '--audience', 'followers', '--html', page)
    const html = forBoard + readFileSync(page, 'utf8')
    const missing = (shown: string) =>
      [...Object.keys(simple), ...Object.keys(closing)].filter(name => !shown.includes(`«${name}»`))
    expect({ text: missing(text), html: missing(html) }).toEqual({ text: [], html: [] })
    for (const shown of [text, html])
      expect(
        shown
          .slice(shown.indexOf('Several incidents at once'), shown.indexOf('What its readers press'))
          .match(/«heading»/g),
      ).toHaveLength(2)
  })

  it('is written as a page, or says why not', () => {
    const page = join(dir, 'page.html')
    expect(run('preview', file, '--html', page)).toEqual({ code: 0, text: `Wrote ${page}: open it in a browser.` })
    const html = readFileSync(page, 'utf8')
    expect(html).toContain('Vorstand &lt;intern&gt;')
    expect(html).toContain(
      '<div lang="de"><p class="heading">Checkout and payments &amp; mehr: We are working on a fix</p>',
    )
    expect(html).not.toMatch(/<script|https?:|<link|<img/)
    expect(run('preview', '--html', join(dir, 'none', 'page.html'))).toMatchObject({ code: 1 })
  })

  it('as a page can be used by everybody, in light and in dark', async () => {
    const browser = await launchBrowser()
    try {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await browser.newPage({ colorScheme })
        await page.setContent(policyPage(parsePolicy({})))
        await page.evaluate(AxeBuilder.source)
        const violations = await page.evaluate('axe.run().then(found => found.violations.map(one => one.id))')
        expect(violations).toEqual([])
        await page.setViewportSize({ width: 320, height: 600 })
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320)
        await page.close()
      }
    } finally {
      await browser.close()
    }
  }, 60_000)
})
