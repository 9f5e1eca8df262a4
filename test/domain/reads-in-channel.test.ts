import { describe, expect, it } from 'vitest'
import { type Incident, record } from '../../src/domain/incident.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { makePrivate } from '../../src/domain/privacy.ts'
import { channelsWithAsMuch } from '../../src/domain/reads-in-channel.ts'
import type { UpdateFields } from '../../src/domain/timeline.ts'
import { updatesOf, writeUpdate } from '../../src/domain/updates.ts'
import { outstandingWork } from '../../src/domain/work.ts'
import { at, by, channels, policy as everybody, opened } from '../helpers/incidents.ts'

const board = { label: 'Board', people: ['U0EMI'], fields: ['title', 'impact', 'workaround'], cadence: {} }
const under = (own: object = {}, others: object = {}) =>
  parsePolicy({ audiences: { board: { ...board, ...own }, ...others } }, everybody)

const both: UpdateFields = { state: 'Looking', impact: 'Cards are refused', workaround: 'Pay by invoice' }

function written(policy = under(), fields: UpdateFields = both, wordings = {}): Incident {
  return writeUpdate(opened({}, policy), { fields, nextInMinutes: 30, wordings, policy }, by('U0ANA', 1))
}

function posted(incident: Incident, audience: string, channel: string): Incident {
  const { seq } = updatesOf(incident).at(-1) ?? { seq: 0 }
  const fact = { type: 'update-posted', update: seq, audience, channel, ts: '1' } as const
  return record(incident, by('sitrep', 1), fact)
}

/** Everywhere that it goes but to the board. */
function everywhere(incident: Incident): Incident {
  const [update] = updatesOf(incident)
  return Object.entries(update?.channels ?? {})
    .filter(([audience]) => audience !== 'board')
    .flatMap(([audience, places = []]) => places.map(place => [audience, place] as const))
    .reduce((before, [audience, place]) => posted(before, audience, place), incident)
}

function asMuch(incident: Incident, policy = under()): string[] {
  const [update] = updatesOf(incident)
  return update ? channelsWithAsMuch(update, 'board', { incident, policy }) : []
}

describe('where somebody reads as much of an update as in a direct message', () => {
  it('is each channel that has it, and whose audience sees all that it would tell them', () => {
    expect(asMuch(everywhere(written()))).toEqual([channels.war])
    const { workaround: _, ...fields } = both
    expect(asMuch(everywhere(written(under(), fields)))).toEqual([channels.war, channels.leadership])
  })

  it('is no channel that has not got it', () => {
    expect(asMuch(written())).toEqual([])
  })

  it('is no channel that may not have it any more', () => {
    const { workaround: _, ...fields } = both
    const secret = makePrivate(everywhere(written(under(), fields)), undefined, by('U0ANA', 2))
    expect(asMuch(secret)).toEqual([channels.war])
  })

  it('is no channel whose words leave something out that it may see', () => {
    const terse = {
      leadership: { channels: [channels.leadership], templates: { body: [{ label: 'Now', text: '{{state}}' }] } },
    }
    const { workaround: _, ...fields } = both
    const policy = under({}, terse)
    expect(asMuch(everywhere(written(policy, fields)), policy)).toEqual([channels.war])
    const untitled = { leadership: { channels: [channels.leadership], templates: { heading: '{{id}}' } } }
    expect(asMuch(everywhere(written(under({}, untitled), fields)), under({}, untitled))).toEqual([channels.war])
  })

  it('is none where words were written for them alone, and none where only they are asked for their view', () => {
    expect(asMuch(everywhere(written(under(), both, { board: 'Dear board' })))).toEqual([])
    const asked = under({ fields: ['impact'], involvement: 'consulted' })
    expect(asMuch(everywhere(written(asked)), asked)).toEqual([channels.war, channels.leadership])
  })
})

describe('a direct message with an update', () => {
  const dueTo = (incident: Incident, seconds: number, policy = under()) =>
    outstandingWork(incident, policy, new Date(at(1).getTime() + seconds * 1000)).some(
      work => work.kind === 'post-update' && work.channel === 'U0EMI',
    )

  it('waits for the channels in which it may be read, a minute at most', () => {
    expect([dueTo(written(), 0), dueTo(written(), 59), dueTo(written(), 60)]).toEqual([false, false, true])
    expect(dueTo(everywhere(written()), 0)).toBe(true)
    expect(dueTo(posted(written(), 'responders', channels.war), 0)).toBe(true)
  })

  it('waits for no channel that reads less, and for none that sleeps', () => {
    const unlike = under({ fields: ['needs', 'workaround', 'prevention'] })
    const fields = { ...both, needs: 'A decision' }
    expect(dueTo(posted(written(unlike, fields), 'responders', channels.war), 0, unlike)).toBe(true)
    const quietHours = { from: '09:00', to: '12:00', timeZone: 'UTC' }
    const asleep = under({ fields: ['impact'] }, { leadership: { channels: [channels.leadership], quietHours } })
    const told = ['support', 'customers'] as const
    const incident = told.reduce(
      (before, audience) => posted(before, audience, channels[audience]),
      posted(written(asleep), 'responders', channels.war),
    )
    expect(dueTo(incident, 0, asleep)).toBe(true)
  })
})
