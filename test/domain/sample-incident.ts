import { audienceChannels } from '../../src/domain/audiences.ts'
import type { Names } from '../../src/domain/describe-event.ts'
import {
  acknowledge,
  addNote,
  assignRole,
  changeDetails,
  changeSeverity,
  declare,
  type Incident,
  record,
} from '../../src/domain/incident.ts'
import { changeStatus, close, resolve } from '../../src/domain/lifecycle.ts'
import { reportNoChange } from '../../src/domain/no-change.ts'
import { type Policy, parsePolicy } from '../../src/domain/policy.ts'
import type { Message } from '../../src/domain/review.ts'
import type { Stamp } from '../../src/domain/timeline.ts'
import { updatesOf, writeHoldingUpdate, writeUpdate } from '../../src/domain/updates.ts'
import { abandon, outstandingWork } from '../../src/domain/work.ts'

export const policy: Policy = parsePolicy({
  audiences: { leadership: { channels: ['C0LEAD'] }, support: { channels: ['C0SUPP'] } },
})

/** A moment of the Monday on which everything happens. */
export function at(time: string): Date {
  return new Date(`2026-03-02T${time.length === 5 ? `${time}:00` : time}Z`)
}

export function by(who: string, time: string): Stamp {
  return { by: who, via: who === 'sitrep' ? 'bot' : 'command', at: at(time) }
}

export type Step = (incident: Incident) => Incident

export function run(incident: Incident, ...steps: readonly Step[]): Incident {
  return steps.reduce((current, step) => step(current), incident)
}

/** Declared at 10:00 by Rita as a SEV3, which is P2, with its channel open four seconds later. */
export function declared(input: { isPrivate?: boolean; title?: string; summary?: string } = {}): Incident {
  const incident = declare(
    {
      number: 42,
      requestId: 'V1',
      title: input.title ?? 'Checkout is down',
      summary: input.summary ?? 'Card payments fail with an error.',
      severity: 'SEV3',
      urgency: 'high',
      service: 'checkout',
      isPrivate: input.isPrivate ?? false,
    },
    policy,
    by('U0RITA', '10:00'),
  )
  const channel = { id: 'C0INC', name: input.isPrivate ? 'inc-42' : 'inc-42-checkout-is-down' }
  return record(
    incident,
    by('sitrep', '10:00:04'),
    { type: 'channel-opened', channel: channel.id, name: channel.name },
    { channel },
  )
}

export const steps = {
  acknowledge: (who: string, time: string) => i => acknowledge(i, undefined, by(who, time)),
  commander: (user: string, who: string, time: string) => i =>
    assignRole(i, { role: 'commander', user }, by(who, time)),
  severity: (severity: Incident['severity'], who: string, time: string) => i =>
    changeSeverity(i, { severity, policy }, by(who, time)),
  status: (to: 'investigating' | 'fixing' | 'monitoring', who: string, time: string) => i =>
    changeStatus(i, { to }, by(who, time)),
  note: (text: string, who: string, time: string) => i => addNote(i, { text }, by(who, time)),
  update:
    (
      fields: { state: string; impact?: string; workaround?: string },
      nextInMinutes: number,
      who: string,
      time: string,
    ) =>
    i =>
      writeUpdate(i, { fields, nextInMinutes, policy }, by(who, time)),
  noChange: (who: string, time: string) => i => reportNoChange(i, { policy }, by(who, time)),
  holding: (time: string) => i =>
    writeHoldingUpdate(i, { slot: at(time), policy }, { by: 'sitrep', via: 'clock', at: at(time) }),
  details: (category: string, who: string, time: string) => i =>
    changeDetails(i, { category, subcategory: 'release' }, by(who, time)),
  resolve: (resolution: string, who: string, time: string) => i => resolve(i, { resolution, policy }, by(who, time)),
  close: (who: string, time: string) => i => close(i, { policy }, by(who, time)),
  /** The last update reaches all its channels, or all but `except`, which Slack refuses. */
  posted: (time: string, except?: string) => incident => {
    const update = updatesOf(incident).at(-1)!
    const places = update.audiences.flatMap(audience =>
      audienceChannels(audience, incident, policy).map(channel => ({ audience, channel })),
    )
    return run(
      incident,
      ...places
        .filter(({ channel }) => channel !== except)
        .map(
          ({ audience, channel }): Step =>
            i =>
              record(i, by('sitrep', time), {
                type: 'update-posted',
                update: update.seq,
                audience,
                channel,
                ts: '1.000100',
              }),
        ),
      i => {
        const refused = outstandingWork(i, policy, at(time)).find(
          work => work.kind === 'post-update' && work.channel === except,
        )
        return refused ? abandon(i, { work: refused, reason: 'is_archived' }, by('sitrep', time)) : i
      },
    )
  },
} satisfies Record<string, (...args: never[]) => Step>

/** A whole incident: raised to SEV1, handed over, one slot missed, one update late, resolved and closed. */
export function sampleIncident(input: Parameters<typeof declared>[0] = {}): Incident {
  return run(
    declared(input),
    steps.acknowledge('U0ANA', '10:03'),
    steps.commander('U0ANA', 'U0ANA', '10:03'),
    steps.severity('SEV1', 'U0ANA', '10:05'),
    steps.update(
      {
        state: 'All card payments fail since the release at 09:50.',
        impact: 'Nobody can pay by card.',
        workaround: 'Pay by invoice.',
      },
      30,
      'U0ANA',
      '10:12',
    ),
    steps.posted('10:12:02', 'C0SUPP'),
    steps.status('fixing', 'U0ANA', '10:20'),
    steps.holding('10:42'),
    steps.posted('10:42:03'),
    steps.commander('U0BEN', 'U0ANA', '11:00'),
    steps.update(
      { state: 'The release is rolled back in two of three regions.', impact: 'A third of card payments fail.' },
      30,
      'U0BEN',
      '11:20',
    ),
    steps.posted('11:20:05'),
    steps.status('monitoring', 'U0BEN', '11:25'),
    steps.note('Error rate back to 0.1 %\nsince 11:24', 'U0BEN', '11:26'),
    steps.details('software', 'U0BEN', '11:30'),
    steps.resolve('Rolled back release 812.', 'U0BEN', '11:40'),
    steps.posted('11:40:02'),
    steps.close('U0BEN', '12:10'),
  )
}

const NAMES: Record<string, string> = {
  U0RITA: 'Rita',
  U0ANA: 'Ana',
  U0BEN: 'Ben',
  U0BOT: 'Sitrep',
  C0INC: '#inc-42-checkout-is-down',
  C0LEAD: '#leadership',
}
export const names: Names = { user: id => NAMES[id] ?? id, channel: id => NAMES[id] ?? id }

/** `1772445600.000100`: Slack's id for a moment of that Monday. */
export function ts(time: string, counter = 100): string {
  return `${at(time).getTime() / 1000}.${String(counter).padStart(6, '0')}`
}

export function said(user: string, time: string, text: string, more: Partial<Message> = {}): Message {
  return { ts: ts(time), user, text, isEdited: false, isSystem: false, files: [], reactions: [], ...more }
}

export const messages: readonly Message[] = [
  said('U0ANA', '10:00:10', '<@U0ANA> has joined the channel', { isSystem: true }),
  said('U0ANA', '10:04', 'Looking &amp; logging in. <@U0BEN>, can you check <#C0DEPLOY|deploys>?', {
    threadTs: ts('10:04'),
  }),
  said('U0BEN', '10:06', 'Release 812 went out at 09:50:\n```\n  at pay()\n```', {
    threadTs: ts('10:04'),
    isEdited: true,
  }),
  said('U0ANA', '10:05', 'See <https://status.example.com/x|the status page>', {
    files: [{ name: 'errors.png' }],
    reactions: [{ name: '+1', count: 2 }],
  }),
  {
    ts: ts('10:07'),
    botName: 'Alerts',
    text: 'Error rate 42 % &gt; 5 %',
    isEdited: false,
    isSystem: false,
    files: [],
    reactions: [],
  },
]
