import { describe, expect, it } from 'vitest'
import { share } from '../../src/domain/communication-tables.ts'
import { composeRecord, requestRecord } from '../../src/domain/compose-record.ts'
import type { Verdict } from '../../src/domain/feedback.ts'
import { type Incident, record } from '../../src/domain/incident.ts'
import { answerQuestion, askQuestion } from '../../src/domain/questions.ts'
import type { Table } from '../../src/domain/review.ts'
import { plain } from '../../src/domain/review-text.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { writeHoldingUpdate, writeUpdate } from '../../src/domain/updates.ts'
import { abandon, outstandingWork, settle } from '../../src/domain/work.ts'
import { at, by, channels, opened, policy } from '../helpers/incidents.ts'

const names = { user: (id: string) => `@${id}`, channel: (id: string) => `#${id}` }
const bot = (minutes: number) => ({ by: 'sitrep', via: 'bot', at: at(minutes) }) as const

/** Everybody reads what was written a minute later; for support, Slack refuses all but the first. */
function deliver(incident: Incident, minutes: number): Incident {
  return outstandingWork(incident, policy, at(minutes))
    .filter(work => work.kind === 'post-update')
    .reduce((latest, work) => {
      if (work.audience === 'support' && minutes > 50)
        return abandon(latest, { work, reason: 'is_archived' }, bot(minutes))
      const { audience, channel, fact } = work
      const posted = record(latest, bot(minutes), {
        type: 'update-posted',
        update: fact.seq,
        audience,
        channel,
        ts: `${minutes}.${channel}`,
      })
      return settle(posted, work)
    }, incident)
}

/** An automatic update at 15 min, and the first written one 12 min late. */
function told(): Incident {
  const held = deliver(
    writeHoldingUpdate(opened(), { slot: at(15), policy }, { by: 'sitrep', via: 'clock', at: at(15) }),
    16,
  )
  return deliver(writeUpdate(held, { fields: { state: 'x' }, nextInMinutes: 30, policy }, by('U0BEN', 57)), 58)
}

const table = (incident: Incident, heading: string, verdicts: readonly Verdict[] = []) => {
  const { sections } = composeRecord({ incident, policy, names, verdicts, builtAt: at(60) })
  const block = sections.find(section => section.heading === heading)?.blocks[0] as Table
  return block.rows.map(row =>
    Object.fromEntries(block.columns.map((column, index) => [column, plain(row[index] ?? '')])),
  )
}

const corrected = (incident: Incident): Incident => {
  const update = incident.timeline.findLast(isFact('update-written'))
  if (!update) throw new Error('nothing was written')
  const before = update.fields
  const fact = { type: 'update-corrected' as const, update: update.seq, fields: { state: 'y' }, before }
  return record(incident, by('U0BEN', 59), fact)
}

describe('the communications record', () => {
  it('tells for each place what was promised, written and sent when, by whom, and how late', () => {
    const rows = table(corrected(told()), 'Every message').filter(row => row.Audience === 'Leadership')
    expect(rows).toEqual([
      {
        Audience: 'Leadership',
        Where: `#${channels.leadership}`,
        Promised: '2026-03-02 10:15 UTC',
        Written: '10:15 UTC',
        Kind: 'Automatic',
        By: 'Sitrep',
        Sent: '10:16 UTC',
        'In time': 'missed',
        Corrected: '',
      },
      {
        Audience: 'Leadership',
        Where: `#${channels.leadership}`,
        Promised: '2026-03-02 10:45 UTC',
        Written: '10:57 UTC',
        Kind: 'Update',
        By: '@U0BEN',
        Sent: '10:58 UTC',
        'In time': 'late by 12 min',
        Corrected: '10:59 UTC',
      },
    ])
  })

  it('has a column for corrections only where one was made', () => {
    expect(table(told(), 'Every message')[0]).not.toHaveProperty('Corrected')
  })

  it('says what could not be delivered, and why', () => {
    const last = table(told(), 'Every message').findLast(row => row.Audience === 'Support')
    expect(last).toMatchObject({ Sent: 'could not be sent (is_archived)', 'In time': 'not delivered' })
  })

  it('sums up each audience: share on time, late ones, automatic ones, and the longest silence', () => {
    const reach = table(told(), 'How each audience was kept informed')
    expect(reach.find(row => row.Audience === 'Leadership')).toEqual({
      Audience: 'Leadership',
      Updates: '2',
      'On time': '0 of 2 (0 %)',
      Late: '1, by up to 12 min',
      Automatic: '1',
      'Not delivered': '0',
      'Longest silence': '42 min (from 2026-03-02 10:16 UTC)',
      'Longest without a written update': '58 min (from 2026-03-02 10:00 UTC)',
    })
    expect(reach.find(row => row.Audience === 'Support')).toMatchObject({ Late: '0', 'Not delivered': '1' })
  })

  it('counts what was asked and answered, with what readers made of it', () => {
    const update = told().timeline.findLast(isFact('update-written'))?.seq ?? 0
    const ask = (incident: Incident, text: string, user: string) =>
      askQuestion(incident, { audience: 'support', update, topic: 'other', text }, by(user, 58))
    const asked = ask(ask(told(), 'Are gift cards affected?', 'U0GUS'), 'When can we refund people?', 'U0EMI')
    const first = asked.timeline.find(isFact('question-asked'))?.seq ?? 0
    const answered = answerQuestion(asked, { question: first, text: 'No.', inUpdate: false }, by('U0BEN', 59))
    const verdict = {
      ...{ audience: 'leadership', label: 'Leadership', people: 1, enough: 1, questions: 0, helpful: 2, notHelpful: 3 },
      lines: [],
    }
    const none = { Asked: '0', Answered: '0', Declined: '0', Open: '0' }
    expect(table(answered, 'Asked and answered', [verdict])).toEqual([
      { Audience: 'Leadership', ...none, 'Had what they needed': '1', Helpful: '2', 'Not helpful': '3' },
      {
        Audience: 'Support',
        ...{ Asked: '2', Answered: '1', Declined: '0', Open: '1' },
        ...{ 'Had what they needed': '0', Helpful: '0', 'Not helpful': '0' },
      },
    ])
  })

  it('never rounds to all or to none', () => {
    expect(share({ onTime: 299, owed: 300 })).toBe('99 %')
    expect(share({ onTime: 1, owed: 300 })).toBe('1 %')
    expect(share({ onTime: 3, owed: 3 })).toBe('100 %')
    expect(share({ onTime: 0, owed: 3 })).toBe('0 %')
  })

  it('of a private incident says that it is not to be passed on', () => {
    const incident = { ...told(), isPrivate: true }
    const { notice } = composeRecord({ incident, policy, names, verdicts: [], builtAt: at(60) })
    expect(notice).toContain('Do not pass it on')
  })

  it('is built once for two presses', () => {
    const asked = requestRecord(told(), undefined, by('U0BEN', 60))
    expect(requestRecord(asked, undefined, by('U0ANA', 60))).toBe(asked)
    const work = outstandingWork(asked, policy, at(60)).find(one => one.kind === 'deliver-record')
    if (!work) throw new Error('nobody builds it')
    const again = requestRecord(settle(asked, work), undefined, by('U0ANA', 61))
    expect(again.timeline.filter(isFact('record-requested'))).toHaveLength(2)
  })
})
