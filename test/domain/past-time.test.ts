import { describe, expect, it } from 'vitest'
import { readPastTime } from '../../src/domain/past-time.ts'

const now = new Date('2026-03-29T10:30:00Z')

describe('the time that somebody types in front', () => {
  it.each([
    ['09:05 Restarted pay-2', 'UTC', '2026-03-29T09:05:00.000Z', 'Restarted pay-2'],
    // Paris went to summer time that night.
    ['9:05 Restarted', 'Europe/Paris', '2026-03-29T07:05:00.000Z', 'Restarted'],
    ['23:50 Late', 'UTC', '2026-03-28T23:50:00.000Z', 'Late'],
    ['today 09:05 Restarted', 'Europe/Paris', '2026-03-29T07:05:00.000Z', 'Restarted'],
    // What is still to come is for the record to refuse.
    ['Today 14:00 Restarted', 'UTC', '2026-03-29T14:00:00.000Z', 'Restarted'],
    ['yesterday 14:00 First alert', 'Europe/Paris', '2026-03-28T13:00:00.000Z', 'First alert'],
    ['2026-03-01 08:00 It began', 'America/New_York', '2026-03-01T13:00:00.000Z', 'It began'],
    ['10:30 Just now', 'UTC', '2026-03-29T10:30:00.000Z', 'Just now'],
    ['08:00', 'UTC', '2026-03-29T08:00:00.000Z', ''],
    ['08:00 In no zone', 'Mars/Olympus', '2026-03-29T08:00:00.000Z', 'In no zone'],
  ])('is read from “%s” in %s', (typed, zone, at, text) => {
    expect(readPastTime(typed, { now, zone })).toEqual({ at: new Date(at), text })
  })

  it.each([
    // New York sets its clocks back at 06:00 UTC: 01:30 is at 05:30 and at 06:30.
    ['2026-11-01T06:20:00Z', '01:30', '2026-11-01T05:30:00.000Z'],
    ['2026-11-01T06:40:00Z', '01:30', '2026-11-01T06:30:00.000Z'],
    ['2026-11-01T05:20:00Z', '01:30', '2026-10-31T05:30:00.000Z'],
    ['2026-11-02T15:00:00Z', 'yesterday 01:30', '2026-11-01T06:30:00.000Z'],
    // At 07:00 UTC on 8 March they are set forward: there is no 02:30, which is 03:30 by the new clock.
    ['2026-03-08T08:00:00Z', '02:30', '2026-03-08T07:30:00.000Z'],
    ['2026-03-09T05:00:00Z', '02:30', '2026-03-08T07:30:00.000Z'],
  ])('at %s in New York, %s is the last one that has passed', (moment, typed, at) => {
    expect(readPastTime(typed, { now: new Date(moment), zone: 'America/New_York' }).at).toEqual(new Date(at))
  })

  it.each(['24:00 x', '9:5 x', '10:30am', '12:00:01 x', 'at 10:00', '2026-02-30 10:00 x', '1:1 ratio'])(
    'is not there in “%s”',
    typed => {
      expect(readPastTime(typed, { now, zone: 'UTC' })).toEqual({ text: typed })
    },
  )
})
