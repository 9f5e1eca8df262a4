import { describe, expect, it } from 'vitest'
import type { App, Claim, Incidents } from '../../../src/app/app.ts'
import { digestName } from '../../../src/domain/digest.ts'
import { type Incident, record } from '../../../src/domain/incident.ts'
import { reportNoChange } from '../../../src/domain/no-change.ts'
import { makePrivate } from '../../../src/domain/privacy.ts'
import { isFact } from '../../../src/domain/timeline.ts'
import { outstandingWork } from '../../../src/domain/work.ts'
import { postUpdate } from '../../../src/slack/work/post-update.ts'
import { at, by, channels, opened, policy, told } from '../../helpers/incidents.ts'
import { type Bench, benchOnNock } from './fixtures.ts'

const bench = benchOnNock()
const place = channels.leadership
const name = digestName(place, at(5))

/** One of which nothing has been read in that place yet. */
function begun(number: number): Incident {
  const incident = { ...opened(), id: `INC-${number}`, number, channel: { id: `C0WAR${number}`, name: 'inc' } }
  return told(incident, { policy }, by('U0ANA'))
}

function noChange(incident: Incident): Incident {
  return reportNoChange(incident, { policy }, by('U0ANA', 5))
}

/** One of which a report has been read there. */
function calm(number: number): Incident {
  const incident = begun(number)
  const update = incident.timeline.at(-1)?.seq ?? 0
  const fact = { type: 'update-posted', update, audience: 'leadership', channel: place, ts: '1.1' } as const
  return noChange(record(incident, { by: 'sitrep', via: 'bot', at: at(1) }, fact))
}

function posted(incident: Incident, ts: string): Incident {
  const update = incident.timeline.findLast(isFact('update-written'))?.seq ?? 0
  const fact = { type: 'update-posted', update, audience: 'leadership', channel: place, ts, digest: name } as const
  return record(incident, { by: 'sitrep', via: 'bot', at: at(5) }, fact)
}

interface Task {
  readonly incident: Incident
  readonly others?: readonly Incident[]
  /** How often the incident's own lane, and that of the place, was claimed. */
  readonly attempts?: readonly [number, number]
  readonly now?: Date
}

async function postTo({ workspace }: Bench, { incident, others = [], attempts = [1, 1], now = at(5) }: Task) {
  const work = outstandingWork(incident, policy, now).find(one => one.kind === 'post-update' && one.channel === place)
  if (work?.kind !== 'post-update' || !work.sharedLane) throw new Error('there is nothing to share')
  const claimOf = (lane: string, attempt: number): Claim => ({ lane, token: 't', attempt, since: at(5) })
  const inDigest = async (asked: string) => (asked === name ? [...others] : [])
  const incidents: Partial<Incidents> = { inDigest }
  const app = { policy, now: () => now, incidents } as App
  const achieved = await postUpdate(workspace)(
    {
      incident,
      work,
      claim: claimOf(work.lane, attempts[0] ?? 1),
      sharedClaim: claimOf(work.sharedLane, attempts[1] ?? 1),
    },
    app,
  )
  const after = achieved?.(incident, { by: 'sitrep', via: 'bot', at: now })
  return after?.timeline.findLast(isFact('update-posted'))
}

describe('an update that says nothing new', () => {
  it('is posted as ever when it is the first of the quarter, under the name of its digest', async () => {
    const given = await bench()
    given.slack.expect('chat.postMessage', { channel: place, ts: '5.5' })
    expect(await postTo(given, { incident: calm(42) })).toMatchObject({ ts: '5.5', digest: name })
    const { args } = given.slack.calls.at(-1) ?? {}
    expect(JSON.stringify(args)).toContain(`digest/${name}/1`)
    expect(JSON.stringify(args)).not.toContain('Updates on')
  })

  it('is put into the message of the one before it', async () => {
    const given = await bench()
    given.slack.expect('chat.update')
    const fact = await postTo(given, { incident: calm(43), others: [posted(calm(42), '5.5')] })
    expect(fact).toMatchObject({ ts: '5.5', digest: name })
    expect(given.slack.calls.at(-1)?.args).toMatchObject({
      ts: '5.5',
      text: expect.stringMatching(/^Updates on 2 incidents\nINC-42.*\n(.*\n)*INC-43/),
    })
  })

  it('begins the message anew where somebody deleted it, with the others in it', async () => {
    const given = await bench()
    given.slack.expect('chat.update', { ok: false, error: 'message_not_found' })
    given.slack.expect('chat.postMessage', { channel: place, ts: '6.6' })
    const fact = await postTo(given, { incident: calm(43), others: [posted(calm(42), '5.5')] })
    expect(fact).toMatchObject({ ts: '6.6', digest: name })
    const sent = JSON.stringify(given.slack.calls.at(-1)?.args)
    expect(sent).toContain('Updates on 2 incidents')
    expect(sent).toContain(`digest/${name}/2`)
  })

  it.each([
    ['its own answer was lost', [2, 1]],
    ['another incident failed there', [1, 2]],
  ] as const)('is not posted a second time when %s: what is found is edited', async (_, attempts) => {
    const given = await bench()
    const metadata = { event_type: 'sitrep_post', event_payload: { key: `digest/${name}/1` } }
    given.slack.expect('conversations.history', { messages: [{ ts: '5.5', metadata }] })
    given.slack.expect('chat.update')
    expect(await postTo(given, { incident: calm(43), attempts })).toMatchObject({ ts: '5.5', digest: name })
    expect(given.slack.calls.at(-1)?.args).toMatchObject({ ts: '5.5', text: expect.stringContaining('INC-43') })
  })

  it('says nothing of an incident there that became private', async () => {
    const given = await bench()
    given.slack.expect('chat.update')
    const hidden = makePrivate(posted(calm(42), '5.5'), undefined, by('U0ANA', 6))
    await postTo(given, { incident: calm(43), others: [hidden] })
    expect(JSON.stringify(given.slack.calls.at(-1)?.args)).not.toContain('INC-42')
  })

  it('is a message of its own that others may join where it is the first word on its incident, for an edit calls nobody', async () => {
    const given = await bench()
    given.slack.expect('chat.postMessage', { channel: place, ts: '7.7' })
    const others = [posted(calm(42), '5.5')]
    const fact = await postTo(given, { incident: noChange(begun(43)), others, now: at(7) })
    expect(fact).toMatchObject({ ts: '7.7', digest: `${name}/2` })
    expect(JSON.stringify(given.slack.calls.at(-1)?.args)).not.toContain('INC-42')
  })

  it('is edited into a message of the same minute also then, for whoever was called to that one sees it', async () => {
    const given = await bench()
    given.slack.expect('chat.update')
    const others = [posted(calm(42), '5.5')]
    expect(await postTo(given, { incident: noChange(begun(43)), others, now: at(6) })).toMatchObject({ ts: '5.5' })
  })

  it('is a message of its own once the quarter is over, for an edit would reach nobody', async () => {
    const given = await bench()
    given.slack.expect('chat.postMessage', { channel: place, ts: '7.7' })
    const fact = await postTo(given, { incident: calm(43), others: [posted(calm(42), '5.5')], now: at(16) })
    expect(fact).toMatchObject({ ts: '7.7' })
    expect(fact?.digest).toBeUndefined()
  })
})
