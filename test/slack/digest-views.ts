import { addressUpdate } from '../../src/domain/addressing.ts'
import { FOLLOWERS } from '../../src/domain/audience-ids.ts'
import type { Part } from '../../src/domain/digest.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { resolve } from '../../src/domain/lifecycle.ts'
import { reportNoChange } from '../../src/domain/no-change.ts'
import type { Policy } from '../../src/domain/policy.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { nextUpdateAt, writeHoldingUpdate, writeUpdate } from '../../src/domain/updates.ts'
import { sharedMessage } from '../../src/slack/work/digests.ts'
import { by, channels, monday, told } from '../helpers/incidents.ts'
import type { View, Words } from './views-of.ts'

type Open = (input: { number: number }) => Incident

function lastOf(incident: Incident, audience: string): Part {
  const update = incident.timeline.findLast(isFact('update-written'))
  if (!update) throw new Error('no update was written')
  return { incident, update, audience }
}

/** What is read of several incidents in one message: by an audience, and by somebody who subscribed to them. */
export function digestViews(words: Words, { open, policy }: { open: Open; policy: Policy }): Record<string, View> {
  const held = (number: number) => {
    const incident = open({ number })
    const slot = nextUpdateAt(incident, policy) ?? monday
    return writeHoldingUpdate(incident, { slot, policy }, { by: 'sitrep', via: 'clock', at: slot })
  }
  const reported = writeUpdate(
    open({ number: 43 }),
    { fields: words.fields, nextInMinutes: 30, policy },
    by('U0BEN', 10),
  )
  const calm = reportNoChange(told(open({ number: 44 }), { policy }, by('U0BEN', 12)), { policy }, by('U0BEN', 12))
  const over = resolve(open({ number: 45 }), { resolution: words.resolution, policy }, by('U0BEN', 14))
  const followed = (incident: Incident): Part => {
    const part = lastOf(incident, FOLLOWERS)
    const to = [{ audience: FOLLOWERS, channel: 'U0EMI', subject: 'service:checkout' }]
    const stamp = { by: 'sitrep', via: 'bot', at: monday } as const
    return { ...part, incident: addressUpdate(incident, { update: part.update.seq, to, skipped: [] }, stamp) }
  }
  const full = [42, 46, 47].map(held)
  return {
    digest: sharedMessage(
      [held(42), reported, calm, over].map(incident => lastOf(incident, 'leadership')),
      { channel: channels.leadership, policy },
    ),
    'digest-followers': sharedMessage([...full, reported, calm, over].map(followed), { channel: 'U0EMI', policy }),
  }
}
