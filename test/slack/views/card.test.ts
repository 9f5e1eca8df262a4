import { describe, expect, it } from 'vitest'
import { acknowledge, type Incident } from '../../../src/domain/incident.ts'
import { writeUpdate } from '../../../src/domain/updates.ts'
import { abandon, outstandingWork, settle, type Work } from '../../../src/domain/work.ts'
import { cardView } from '../../../src/slack/views/card.ts'
import { at, by, channels, opened, policy } from '../../helpers/incidents.ts'

function only(incident: Incident, isIt: (work: Work) => boolean): Work {
  const [work, another] = outstandingWork(incident, policy, at(60)).filter(isIt)
  if (!work || another) throw new Error('one piece of work was meant')
  return work
}

const topic = (work: Work) => work.kind === 'set-topic'
const customers = (work: Work) => work.kind === 'post-update' && work.channel === channels.customers
const support = (work: Work) => work.kind === 'post-update' && work.channel === channels.support

const giveUp = (incident: Incident, isIt: (work: Work) => boolean, reason: string) =>
  abandon(incident, { work: only(incident, isIt), reason }, { by: 'sitrep', via: 'bot', at: at(1) })
const wrote = (incident: Incident, minutes: number) =>
  writeUpdate(incident, { fields: { state: 'db-7 is full' }, nextInMinutes: 30, policy }, by('U0BEN', minutes))
const troubles = (incident: Incident) =>
  JSON.stringify(cardView(incident, policy).blocks).match(/Sitrep could not [^(]+\([^)]+\)/g) ?? []

describe('a failure on the card', () => {
  const failed = giveUp(opened(), topic, 'first')

  it('goes away once the same kind of work succeeded for something later', () => {
    expect(troubles(failed)).toEqual(['Sitrep could not set the channel’s topic (first)'])
    const later = acknowledge(failed, undefined, by('U0BEN', 2))
    expect(troubles(later)).toHaveLength(1)
    expect(troubles(settle(later, only(later, topic)))).toEqual([])
  })

  it('stays, as its latest occasion, while it goes on failing', () => {
    const again = giveUp(acknowledge(failed, undefined, by('U0BEN', 2)), topic, 'second')
    expect(troubles(again)).toEqual(['Sitrep could not set the channel’s topic (second)'])
  })

  it('of one audience stays when another audience was reached', () => {
    const unheard = giveUp(wrote(opened(), 1), customers, 'is_archived')
    const second = wrote(settle(unheard, only(unheard, support)), 5)
    const heard = settle(second, only(second, support))
    expect(troubles(heard)).toEqual([
      'Sitrep could not post the update for customers (the channel is archived: unarchive it, or name another in the policy)',
    ])
    expect(troubles(settle(heard, only(heard, customers)))).toEqual([])
  })
})
