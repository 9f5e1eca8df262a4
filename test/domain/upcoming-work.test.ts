import { expect, it } from 'vitest'
import { resolve } from '../../src/domain/lifecycle.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { writeUpdate } from '../../src/domain/updates.ts'
import { upcomingWork } from '../../src/domain/work.ts'
import { at, by, declared, opened, policy } from '../helpers/incidents.ts'

const upcoming = (minutes: number, incident = opened()) => upcomingWork(incident, policy, at(minutes))

it('is the first thing that falls due after now, whatever is still to be done now', () => {
  expect(upcoming(0)).toEqual({ at: at(10), what: 'remind the owner of the next update' })
  expect(upcoming(9.9)).toEqual({ at: at(10), what: 'remind the owner of the next update' })
  expect(upcoming(10)).toEqual({ at: at(15), what: 'write the automatic update' })
  expect(upcoming(15)).toBeUndefined()
})

it('follows what was promised', () => {
  const told = writeUpdate(opened(), { fields: { state: 'Looking' }, nextInMinutes: 60, policy }, by('U0ANA', 10))
  expect(upcoming(10, told)).toEqual({ at: at(65), what: 'remind the owner of the next update' })
})

it('is the review after the end, and nothing where nothing is owed', () => {
  expect(upcoming(0, declared())).toBeUndefined()
  expect(upcoming(20, resolve(opened(), { resolution: 'Fixed', policy }, by('U0ANA', 20)))?.what).toBe(
    'remind somebody of the review',
  )
  const lenient = parsePolicy({ targets: { P1: { reviewDue: null } } }, policy)
  expect(
    upcomingWork(resolve(opened(), { resolution: 'Fixed', policy: lenient }, by('U0ANA', 20)), lenient, at(20)),
  ).toBeUndefined()
})
