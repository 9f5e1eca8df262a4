import { describe, expect, it } from 'vitest'
import type { ItemChange } from '../../src/domain/action-item-words.ts'
import { actionItemWork } from '../../src/domain/action-item-work.ts'
import {
  actionItems,
  addItem,
  changeItem,
  endItem,
  itemOwners,
  type NewItem,
  openItems,
  reopenItem,
  takeBackItem,
} from '../../src/domain/action-items.ts'
import { describeEvent } from '../../src/domain/describe-event.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { moveItem } from '../../src/domain/move-item.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import type { Priority } from '../../src/domain/priority.ts'
import { nextWorkAt, outstandingWork, settle } from '../../src/domain/work.ts'
import { at, by, opened, policy } from '../helpers/incidents.ts'

const added = (input: Partial<NewItem> = {}, incident: Incident = opened()) =>
  addItem(incident, { text: 'An alert', policy, ...input }, by('U0BEN', 1))
const first = (incident: Incident) => actionItems(incident)[0]
const due = new Date('2026-03-10T17:00:00Z')

describe('a follow-up of our own', () => {
  it.each<[Priority, string]>([
    ['P1', '2026-03-16T17:00:00.000Z'],
    ['P2', '2026-03-23T17:00:00.000Z'],
    ['P3', '2026-03-30T17:00:00.000Z'],
    ['P4', '2026-04-27T17:00:00.000Z'],
  ])('of a %s is due at the end of a business day, unless a day is named', (priority, expected) => {
    expect(first(added({}, { ...opened(), priority }))?.dueAt.toISOString()).toBe(expected)
    expect(first(added({ dueAt: due }, { ...opened(), priority }))?.dueAt).toEqual(due)
  })

  it('cannot be due in the past', () => {
    expect(() => added({ dueAt: at(1) })).toThrow('That day is over')
    expect(() => changeItem(added(), { number: 1, to: { dueAt: at(0) } }, by('U0BEN', 2))).toThrow('That day is over')
  })

  it('is put off with a reason only, and brought forward without', () => {
    const item = added({ dueAt: due })
    const to = (days: number) => ({ number: 1, to: { dueAt: new Date(due.getTime() + days * 86_400_000) } })
    expect(() => changeItem(item, to(1), by('U0BEN', 2))).toThrow('Say why it comes later')
    expect(first(changeItem(item, { ...to(1), reason: 'no time' }, by('U0BEN', 2)))?.dueAt).toEqual(to(1).to.dueAt)
    expect(first(changeItem(item, to(-1), by('U0BEN', 2)))?.dueAt).toEqual(to(-1).to.dueAt)
  })

  it('has nobody as its owner until somebody is named, and loses them again', () => {
    const nobody = added()
    expect(first(nobody)?.owner).toBeUndefined()
    const ben = changeItem(nobody, { number: 1, to: { owner: 'U0BEN', kind: 'prevent' } }, by('U0ANA', 2))
    expect(first(ben)).toMatchObject({ owner: 'U0BEN', kind: 'prevent' })
    const gone = changeItem(ben, { number: 1, to: { owner: null, kind: null } }, by('U0ANA', 3))
    expect(first(gone)?.owner).toBeUndefined()
    expect(first(gone)?.kind).toBeUndefined()
    expect(itemOwners(ben)).toEqual(['U0BEN'])
    expect(itemOwners(gone)).toEqual([''])
    expect(itemOwners(opened())).toEqual([])
  })

  it('is not changed by what is the same already', () => {
    const item = added({ owner: 'U0BEN', dueAt: due })
    const same = { text: 'An alert', owner: 'U0BEN', kind: null, link: null, dueAt: new Date(due) }
    expect(changeItem(item, { number: 1, to: same }, by('U0ANA', 2))).toBe(item)
  })

  it('ends once, with a reason where it is not done, and can be reopened', () => {
    const item = added()
    expect(() => endItem(item, { number: 1, outcome: 'dropped' }, by('U0ANA', 2))).toThrow('Say why')
    expect(() => endItem(item, { number: 2, outcome: 'done' }, by('U0ANA', 2))).toThrow('no follow-up A2')
    const done = endItem(item, { number: 1, outcome: 'done' }, by('U0ANA', 2))
    expect(first(done)).toMatchObject({ state: 'done', ended: { by: 'U0ANA' } })
    expect(endItem(done, { number: 1, outcome: 'done' }, by('U0BEN', 3))).toBe(done)
    expect(() => endItem(done, { number: 1, outcome: 'dropped', reason: 'x' }, by('U0ANA', 3))).toThrow('is over')
    expect(() => changeItem(done, { number: 1, to: { text: 'y' } }, by('U0ANA', 3))).toThrow('is over')
    const again = reopenItem(done, { number: 1 }, by('U0ANA', 4))
    expect(first(again)).toMatchObject({ state: 'open' })
    expect(first(again)?.ended).toBeUndefined()
    expect(reopenItem(again, { number: 1 }, by('U0ANA', 5))).toBe(again)
  })

  it('moves to another day with a reason, or to a ticket, where it is over here', () => {
    const item = added()
    const later = moveItem(item, { number: 1, reason: 'no time', dueAt: due }, by('U0BEN', 2))
    expect(first(later)).toMatchObject({ state: 'open', dueAt: due })
    expect(later.timeline.at(-1)).toMatchObject({ type: 'action-changed', reason: 'no time' })
    const away = moveItem(item, { number: 1, reason: 'theirs', link: 'https://t.example/1' }, by('U0BEN', 2))
    expect(first(away)).toMatchObject({ state: 'moved', link: 'https://t.example/1' })
    expect(() => moveItem(item, { number: 1, reason: 'x' }, by('U0BEN', 2))).toThrow('Choose the new day')
  })

  it('is the same for the same message, until who made it takes it back', () => {
    const item = added({ message: '1.2' })
    expect(addItem(item, { text: 'other', message: '1.2', policy }, by('U0ANA', 2))).toBe(item)
    expect(takeBackItem(item, { message: '1.2' }, by('U0ANA', 3))).toBe(item)
    const gone = takeBackItem(item, { message: '1.2' }, by('U0BEN', 3))
    expect(actionItems(gone)).toEqual([])
    const anew = addItem(gone, { text: 'An alert', message: '1.2', policy }, by('U0ANA', 4))
    expect(actionItems(anew).map(({ number }) => number)).toEqual([2])
  })

  it('is not taken back when somebody else has worked on it', () => {
    const item = changeItem(added({ message: '1.2' }), { number: 1, to: { owner: 'U0ANA' } }, by('U0ANA', 2))
    expect(takeBackItem(item, { message: '1.2' }, by('U0BEN', 3))).toBe(item)
    const done = endItem(added({ message: '1.2' }), { number: 1, outcome: 'done' }, by('U0BEN', 2))
    expect(takeBackItem(done, { message: '1.2' }, by('U0BEN', 3))).toBe(done)
  })

  it('is told in sentences', () => {
    const names = { user: (id: string) => id.slice(2), channel: (id: string) => id }
    const changed = changeItem(
      added(),
      { number: 1, to: { text: 'Two alerts', owner: 'U0CLEO', kind: 'detect', dueAt: due, link: 'https://t.example' } },
      by('U0ANA', 2),
    )
    const over = endItem(changed, { number: 1, outcome: 'dropped', reason: 'no use' }, by('U0ANA', 3))
    expect(over.timeline.slice(-3).map(fact => describeEvent(fact, names))).toEqual([
      'BEN added a follow-up: An alert',
      'ANA changed the follow-up “An alert”: it is “Two alerts”, its kind is detect, CLEO owns it, it is due 2026-03-10 17:00 UTC, its ticket is https://t.example',
      'ANA decided against a follow-up: Two alerts (no use)',
    ])
  })
})

describe('the reminders of a follow-up', () => {
  const steps = (incident: Incident, given = policy) =>
    actionItemWork(incident, given).map(({ reminder, dueAt }) => `${reminder} ${dueAt.toISOString().slice(0, 16)}`)

  it('come a business day before, then, and some weeks after, in business hours', () => {
    expect(steps(added({ dueAt: new Date('2026-03-09T17:00:00Z') }))).toEqual([
      'before 2026-03-06T09:00',
      'due 2026-03-09T17:00',
      'overdue 2026-03-16T17:00',
      'overdue 2026-03-23T17:00',
      'overdue 2026-03-30T17:00',
    ])
    // A Sunday night.
    expect(steps(added({ dueAt: new Date('2026-03-08T23:00:00Z') })).slice(0, 2)).toEqual([
      'before 2026-03-06T09:00',
      'due 2026-03-09T09:00',
    ])
  })

  it('begin with the news that it is theirs, where somebody else says so, for a day', () => {
    const given = (incident: Incident) =>
      actionItemWork(incident, policy).filter(({ reminder }) => reminder === 'given')
    const change = (incident: Incident, to: ItemChange, who: string) =>
      changeItem(incident, { number: 1, to, reason: 'no time' }, by(who, 2))
    expect(given(added({ owner: 'U0BEN' }))).toEqual([])
    expect(given(added())).toEqual([])
    const theirs = added({ owner: 'U0ANA' })
    expect(given(theirs)).toMatchObject([{ dueAt: at(1), expiresAt: at(1 + 1440) }])
    expect(given(change(theirs, { owner: 'U0CLEO' }, 'U0ANA'))).toMatchObject([{ dueAt: at(2) }])
    expect(given(change(theirs, { dueAt: due }, 'U0BEN'))).toEqual([])
    const reopened = reopenItem(
      endItem(theirs, { number: 1, outcome: 'done' }, by('U0ANA', 2)),
      { number: 1 },
      by('U0BEN', 3),
    )
    expect(given(reopened)).toMatchObject([{ dueAt: at(3) }])
  })

  it('are as many as the policy wants', () => {
    const quiet = parsePolicy({ actionItems: { remindBusinessDaysBefore: 0, remindAfterAtMost: 0 } })
    expect(steps(added({ dueAt: due }), quiet)).toEqual(['due 2026-03-10T17:00'])
  })

  it('leave out what had passed when the date was set', () => {
    expect(steps(added({ dueAt: new Date('2026-03-03T12:00:00Z') }))[0]).toBe('due 2026-03-03T12:00')
  })

  it('end with the follow-up and begin anew with another day or owner', () => {
    const item = added({ dueAt: due, owner: 'U0BEN' })
    const keys = (incident: Incident) => actionItemWork(incident, policy).map(({ key }) => key)
    expect(keys(endItem(item, { number: 1, outcome: 'done' }, by('U0BEN', 2)))).toEqual([])
    const changes = [{ owner: 'U0ANA' }, { dueAt: new Date('2026-03-12T17:00:00Z') }]
    for (const to of changes)
      expect(
        keys(changeItem(item, { number: 1, to, reason: 'no time' }, by('U0BEN', 2))).filter(key =>
          keys(item).includes(key),
        ),
      ).toEqual([])
    expect(keys(changeItem(item, { number: 1, to: { text: 'x' } }, by('U0BEN', 2)))).toEqual(keys(item))
    expect(openItems(item)).toHaveLength(1)
  })

  it('are one after an outage, not a row', () => {
    const item = added({ dueAt: due })
    const now = new Date('2026-03-26T12:00:00Z')
    const reminders = outstandingWork(item, policy, now).filter(({ kind }) => kind === 'remind-item')
    expect(reminders.map(({ dueAt }) => dueAt.toISOString())).toEqual(['2026-03-24T17:00:00.000Z'])
  })

  it('wake Sitrep up when they are due', () => {
    const now = new Date('2026-03-07T12:00:00Z')
    const item = added({ dueAt: due })
    const idle = outstandingWork({ ...item, status: 'closed' }, policy, now).reduce(settle, {
      ...item,
      status: 'closed',
    } as Incident)
    expect(nextWorkAt(idle, policy, now)).toEqual(new Date('2026-03-09T09:00:00Z'))
  })
})
