import { describe, expect, it } from 'vitest'
import { type Incident, record } from '../../src/domain/incident.ts'
import { reportNoChange } from '../../src/domain/no-change.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { updatesDue, writeHoldingUpdate } from '../../src/domain/updates.ts'
import { outstandingWork, settle } from '../../src/domain/work.ts'
import { at, by, opened, policy, told } from '../helpers/incidents.ts'

const bot = (minutes: number) => ({ by: 'sitrep', via: 'bot', at: at(minutes) }) as const
const automatic = () => {
  const incident = opened()
  const slot = updatesDue(incident, policy)[0]?.at
  if (!slot) throw new Error('nothing is owed')
  return writeHoldingUpdate(incident, { slot, policy }, { by: 'sitrep', via: 'clock', at: at(15) })
}
const unchanged = () => reportNoChange(told(opened(), { policy }, by('sitrep')), { policy }, by('U0BEN', 15))
const due = (incident: Incident, minutes: number) =>
  outstandingWork(incident, policy, at(minutes)).filter(({ kind }) => kind === 'tell-undelivered')

/** Posts all of it, as the performer records it. */
function posted(incident: Incident): Incident {
  const update = incident.timeline.findLast(isFact('update-written'))?.seq ?? 0
  return outstandingWork(incident, policy, at(16)).reduce((before, work) => {
    if (work.kind !== 'post-update' || work.fact.seq !== update) return before
    const { audience, channel } = work
    return settle(record(before, bot(16), { type: 'update-posted', update, audience, channel, ts: '2.2' }), work)
  }, incident)
}

describe.each([
  ['an automatic update', automatic],
  ['no change', unchanged],
])('%s that is not there', (_, write) => {
  it('is told of after five minutes, once', () => {
    const written = write()
    const seq = written.timeline.findLast(isFact('update-written'))?.seq
    const of = (incident: Incident, minutes: number) =>
      due(incident, minutes).filter(({ key }) => key.includes(`#${seq}/`))
    expect(of(written, 19.9)).toEqual([])
    const [work, ...more] = of(written, 20)
    expect(more).toEqual([])
    if (!work) throw new Error('nobody is told')
    expect(of(settle(written, work), 24)).toEqual([])
  })

  it('is told of to nobody once it has arrived', () => {
    const written = write()
    const seq = written.timeline.findLast(isFact('update-written'))?.seq
    expect(due(posted(written), 60).filter(({ key }) => key.includes(`#${seq}/`))).toEqual([])
  })
})
