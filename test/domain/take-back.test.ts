import { describe, expect, it } from 'vitest'
import { type Incident, record } from '../../src/domain/incident.ts'
import { approveDisclosure, liftPrivacy, makePrivate } from '../../src/domain/privacy.ts'
import { outcomeOf } from '../../src/domain/take-back.ts'
import type { NewFact } from '../../src/domain/timeline.ts'
import { writeUpdate } from '../../src/domain/updates.ts'
import { abandon, outstandingWork, settle, type WorkOf } from '../../src/domain/work.ts'
import { at, by, channels, opened, policy } from '../helpers/incidents.ts'

const bot = { by: 'sitrep', via: 'bot', at: at(2) } as const
const add = (incident: Incident, fact: NewFact) => record(incident, bot, fact)
const written = writeUpdate(opened(), { fields: { state: 'x' }, nextInMinutes: 30, policy }, by('U0ANA', 1))
const update = written.timeline.length
const posted = (incident: Incident, channel: string, digest?: string) =>
  add(incident, {
    type: 'update-posted',
    update,
    audience: 'leadership',
    channel,
    ts: '5.5',
    ...(digest === undefined ? {} : { digest }),
  })
const told = (incident: Incident, user: string) =>
  add(incident, { type: 'person-told', user, conversation: 'D1', ts: '6.6' })
const hidden = (incident: Incident) => makePrivate(incident, undefined, by('U0EMI', 3))

function workOf<K extends 'take-back' | 'tell-taken-back'>(kind: K, incident: Incident): WorkOf<K>[] {
  return outstandingWork(incident, policy, at(5)).filter((work): work is WorkOf<K> => work.kind === kind)
}
/** The incident once this was taken back. */
function took(incident: Incident, work: WorkOf<'take-back'>): Incident {
  return settle(add(incident, { type: 'said-taken-back', said: work.said.seq, place: 'anywhere' }), work)
}

describe('what was said elsewhere of an incident that is made private', () => {
  const said = told(posted(posted(written, channels.leadership), channels.war), 'U0DEV')

  it('is to be taken back wherever it is but in its own channel', () => {
    expect(workOf('take-back', said)).toEqual([])
    const places = workOf('take-back', hidden(said)).map(({ said: { type, seq } }) => [type, seq])
    expect(places).toEqual([
      ['update-posted', update + 1],
      ['person-told', update + 3],
    ])
  })

  it('is also what was on its way then', () => {
    expect(workOf('take-back', posted(hidden(written), channels.leadership))).toHaveLength(1)
  })

  it('is taken back after whatever else is on its way to that reader, and in a digest’s turn', () => {
    const lanes = (incident: Incident) =>
      workOf('take-back', incident).map(({ lane, sharedLane }) => [lane, sharedLane])
    const lane = `INC-42/post-update/leadership/${channels.leadership}`
    expect(lanes(hidden(posted(written, channels.leadership)))).toEqual([[lane, undefined]])
    expect(lanes(hidden(posted(written, channels.leadership, 'digest')))).toEqual([
      [lane, `place/${channels.leadership}`],
    ])
  })

  it('is told of in the channel once all of it is settled, with what is left and the review that stays', () => {
    let incident = hidden(said)
    const [post, direct] = workOf('take-back', incident)
    if (!post || !direct) throw new Error('nothing is taken back')
    incident = took(incident, post)
    expect(workOf('tell-taken-back', incident)).toEqual([])
    incident = abandon(incident, { work: direct, reason: 'edit_window_closed' }, by('sitrep', 4))
    const [telling] = workOf('tell-taken-back', incident)
    if (!telling) throw new Error('nobody is told')
    expect(outcomeOf(incident, telling.made)).toEqual({
      takenBack: [channels.leadership],
      left: [{ place: 'U0DEV', reason: 'edit_window_closed' }],
      copies: [],
    })
    const withCopy = { ...incident, settled: [...incident.settled, `INC-42#${update + 1}/send-review`] }
    expect(outcomeOf(withCopy, telling.made).copies).toEqual([channels.leadership])
    expect(workOf('tell-taken-back', settle(incident, telling))).toEqual([])
  })

  it('is not told of where nothing was said, or whoever read it may go on reading', () => {
    expect(workOf('tell-taken-back', hidden(written))).toEqual([])
    const cleared = hidden(said)
    const kept = workOf('take-back', cleared).reduce(settle, cleared)
    expect(workOf('tell-taken-back', kept)).toEqual([])
  })

  it('stays when it is made public again before, and is taken back anew when it is private anew', () => {
    const once = workOf('take-back', hidden(said)).reduce(took, hidden(said))
    const asked = liftPrivacy(once, { reason: '' }, by('U0ANA', 4))
    const open = approveDisclosure(
      record(
        asked,
        by('U0ANA', 4),
        { type: 'role-assigned', role: 'commander', user: 'U0BEN' },
        { roles: { commander: 'U0BEN' } },
      ),
      undefined,
      by('U0BEN', 4),
    )
    expect(workOf('take-back', open)).toEqual([])
    expect(workOf('take-back', hidden(open))).toHaveLength(2)
  })
})
