import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { leaveAudiences, type Story, tellStory } from '../helpers/story.ts'

/** The board reads where customers read in the sandbox, and one of its members, who does support too, in a direct message. */
const policy = `audiences:
  support:
    people: [U0GUS00006]
  customers: null
  board:
    label: Vorstand
    channels: [C0CUSTOMR6]
    people: [U0GUS00006, U0CHLOE003]
    incidents: { priorities: [P1], services: [checkout], private: cleared, clearedPeople: [U0DEV00004] }
    fields: [impact, resolution]
    fieldLabels: { state: Stand, impact: Auswirkung }
    statusLabels: { triage: wird geprüft, fixing: wird behoben, resolved: behoben }
    tone: Für den Vorstand in ganzen Sätzen.
    language: de
    timeZone: Europe/Berlin
    templates:
      heading: "{{service}}: {{status}}"
      noChange: Wir arbeiten weiter daran, seit {{since}}.
      holding: Noch nicht behoben, seit {{since}}.
      automatic: Automatisch von Sitrep verschickt.
      next: Nächste Nachricht
      closing:
        resolved: "Behoben: {{resolution}}"
    cadence: { P1: 60 }
`

describe('a board of directors that somebody added as an audience', () => {
  let dir: string
  let story: Story
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sitrep-board-'))
    const file = join(dir, 'policy.yml')
    await writeFile(file, policy)
    story = await tellStory({ POLICY_FILE: file })
    await leaveAudiences(story, 'gus', 'chloe')
  })
  afterAll(async () => {
    await story.end()
    await rm(dir, { recursive: true, force: true })
  })

  const board = async () => (await story.messages('customer-updates')).map(message => message.text)
  const direct = async (user: string) => {
    const { channel } = (await story.post('open-dm', { user })) as unknown as { channel: string }
    return (await story.messages(channel)).map(message => message.text)
  }
  const declare = async (title: string, choices: Record<string, unknown>) => {
    await story.command('ana', 'general', '')
    await story.submit('ana', { title, severity: 'SEV1', urgency: 'high', ...choices })
    await story.settle()
  }

  it('hears nothing of incidents that are not its business', async () => {
    await declare('Sign-in is slow', { service: 'accounts' })
    await declare('A button is grey', { service: 'checkout', severity: 'SEV3' })
    await story.command('ana', 'inc-1-sign-in-is-slow', 'update')
    await story.submit('ana', { state: 'Looking', impact: 'Slow sign-in', next: '60', skip: ['skip'] })
    await story.command('ana', 'inc-2-a-button-is-grey', 'update')
    await story.submit('ana', { state: 'Looking', impact: 'Grey button', next: '60', skip: ['skip'] })
    await story.settle()
    expect(await board()).toEqual([])
    expect(await direct('gus')).toEqual([
      expect.stringContaining('Slow sign-in'),
      expect.stringContaining('Grey button'),
    ])
  })

  it('is named to whoever writes, with its tone', async () => {
    await declare('Checkout fails for cards', { service: 'checkout' })
    await story.command('ana', 'inc-3-checkout-fails-for-cards', 'update')
    const { view } = (await story.get('views/ana')) as unknown as { view: unknown }
    const form = JSON.stringify(view)
    expect(form).toContain('Read by Responders, Leadership, Support, Vorstand, word for word.')
    expect(form).toContain('*Vorstand:* Für den Vorstand in ganzen Sätzen.')
  })

  it('reads what it may see, in its words and its time', async () => {
    await story.submit('ana', {
      state: 'Release 812 breaks tokens',
      impact: 'Jede dritte Kartenzahlung wird abgelehnt.',
      actions: 'Rolling back',
      next: '60',
      skip: ['skip'],
    })
    await story.settle()
    const german = `Checkout and payments: wird geprüft
Auswirkung: Jede dritte Kartenzahlung wird abgelehnt.
Nächste Nachricht: Montag, 2. März um 12:00 MEZ`
    expect(await board()).toEqual([german])
    const [message] = await story.messages('customer-updates')
    expect(JSON.stringify(message?.blocks)).toMatch(
      /\*Nächste Nachricht\* <!date\^1772449200\^[^|]+\|2026-03-02 11:00 UTC> \(Montag, 2\. März um 12:00 MEZ\)/,
    )
    expect(await direct('chloe')).toContain(german)
  })

  it('shares a reader with support, who gets one message, in the words of the audience that stands first', async () => {
    const read = (await direct('gus')).filter(text => text.includes('Kartenzahlung'))
    expect(read).toEqual([expect.stringContaining('What customers see: Jede dritte')])
  })

  it('hears from Sitrep itself in its words too', async () => {
    await story.post('advance', { minutes: 61 })
    expect((await board()).at(-1)).toBe(`Checkout and payments: wird geprüft
Stand: Noch nicht behoben, seit 1 Stunde.
Nächste Nachricht: Montag, 2. März um 13:00 MEZ
Automatisch von Sitrep verschickt.`)
  })

  it('is told of the end', async () => {
    await story.command('ana', 'inc-3-checkout-fails-for-cards', 'resolve Version 812 ist zurückgenommen.')
    await story.settle()
    expect((await board()).at(-1)).toBe(`Checkout and payments: behoben
Stand: Behoben: Version 812 ist zurückgenommen.`)
  })

  it('is told of a private incident only through the person who is cleared', async () => {
    const before = await board()
    await declare('CANARY', { service: 'checkout', private: true })
    await story.command('ana', 'inc-4', 'update')
    await story.submit('ana', { state: 'CANARY', impact: 'Nur für Dev.', next: '60', skip: ['skip'] })
    await story.settle()
    expect(await board()).toEqual(before)
    expect((await direct('dev')).at(-1)).toContain('Auswirkung: Nur für Dev.')
    for (const user of ['dev', 'ben', 'gus', 'chloe', 'emi'])
      expect((await direct(user)).join(), user).not.toContain('CANARY')
  })
})
