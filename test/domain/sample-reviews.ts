import { createHash } from 'node:crypto'
import type { ReviewInput } from '../../src/domain/compose-review.ts'
import { curatedIn } from '../../src/domain/curated.ts'
import { notePeopleFound, removePerson } from '../../src/domain/found-people.ts'
import {
  acknowledge,
  addNote,
  assignRole,
  changeSeverity,
  declare,
  type Incident,
  record,
} from '../../src/domain/incident.ts'
import { changeStatus, close, reopen, resolve } from '../../src/domain/lifecycle.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import type { Severity } from '../../src/domain/priority.ts'
import { addPerson, approveDisclosure, liftPrivacy, makePrivate } from '../../src/domain/privacy.ts'
import type { Message, Transcript } from '../../src/domain/review.ts'
import type { Role } from '../../src/domain/roles.ts'
import { seal } from '../../src/domain/seal.ts'
import type { ActiveStatus } from '../../src/domain/status.ts'
import { talkOf } from '../../src/domain/talk.ts'
import { transcriptOf } from '../../src/domain/transcript.ts'
import { updatesDue, updatesOf, writeHoldingUpdate, writeUpdate } from '../../src/domain/updates.ts'
import { sha256 } from '../../src/sha256.ts'
import { pngOf } from '../helpers/png.ts'
import { beganBefore, boardSteps } from './sample-board.ts'
import { withItems } from './sample-items.ts'

const policy = parsePolicy({
  audiences: {
    leadership: { channels: ['C0LEAD'] },
    support: { channels: ['C0SUPP'] },
    customers: { channels: ['C0CUST'] },
  },
})

const PEOPLE = ['Ana', 'Ben', 'Chloé', 'Dev', 'Emi', 'Gus'] as const
const names = {
  user: (id: string) =>
    PEOPLE[Number(id.slice(2)) % PEOPLE.length]! + (Number(id.slice(2)) < PEOPLE.length ? '' : ` ${id.slice(2)}`),
  channel: (id: string) => `#${id.slice(2).toLowerCase()}`,
}
const person = (number: number) => `U0${number}`

type Step = (incident: Incident) => Incident

/** Minutes after a start, written as steps of an incident and messages of its channel. */
function scene(start: string) {
  const at = (minutes: number) => new Date(Date.parse(start) + minutes * 60_000)
  const by = (who: number, minutes: number) => ({ by: person(who), via: 'command', at: at(minutes) }) as const
  const bot = (minutes: number) => ({ by: 'sitrep', via: 'clock', at: at(minutes) }) as const
  const posted =
    (minutes: number): Step =>
    incident => {
      const update = updatesOf(incident).at(-1)!
      return Object.entries(update.channels).reduce(
        (latest, [audience, channels = []]) =>
          channels.reduce(
            (one, channel) =>
              record(one, bot(minutes), {
                type: 'update-posted',
                update: update.seq,
                audience,
                channel,
                ts: '1.000100',
              }),
            latest,
          ),
        incident,
      )
    }
  return {
    at,
    declared: (title: string, severity: Severity, more: { number: number; summary: string }) => {
      const incident = declare(
        {
          title,
          severity,
          urgency: 'high',
          requestId: 'V1',
          isPrivate: false,
          service: 'checkout',
          category: 'software',
          subcategory: 'release',
          ...more,
        },
        policy,
        by(0, 0),
      )
      const channel = { id: 'C0INC', name: `inc-${more.number}` }
      return record(
        incident,
        bot(0.1),
        { type: 'channel-opened', channel: channel.id, name: channel.name },
        { channel },
      )
    },
    acknowledge:
      (who: number, minutes: number): Step =>
      i =>
        acknowledge(i, undefined, by(who, minutes)),
    role:
      (role: Role, who: number, minutes: number): Step =>
      i =>
        assignRole(i, { role, user: person(who) }, by(who, minutes)),
    severity:
      (severity: Severity, who: number, minutes: number): Step =>
      i =>
        changeSeverity(i, { severity, policy }, by(who, minutes)),
    status:
      (to: ActiveStatus, who: number, minutes: number): Step =>
      i =>
        changeStatus(i, { to }, by(who, minutes)),
    note:
      (text: string, who: number, minutes: number): Step =>
      i =>
        addNote(i, { text }, by(who, minutes)),
    update:
      (
        fields: { state: string; impact?: string; workaround?: string; needs?: string },
        who: number,
        minutes: number,
        next = 30,
      ): Step =>
      i =>
        posted(minutes + 0.05)(writeUpdate(i, { fields, nextInMinutes: next, policy }, by(who, minutes))),
    holding:
      (minutes: number): Step =>
      i => {
        const due = updatesDue(i, policy).map(one => one.at.getTime())
        const slot = new Date(Math.min(...due))
        return posted(minutes + 0.05)(writeHoldingUpdate(i, { slot, policy }, bot(minutes)))
      },
    resolve:
      (resolution: string, who: number, minutes: number): Step =>
      i =>
        posted(minutes + 0.05)(resolve(i, { resolution, policy }, by(who, minutes))),
    reopen:
      (reason: string, who: number, minutes: number): Step =>
      i =>
        reopen(i, { reason }, by(who, minutes)),
    close:
      (who: number, minutes: number): Step =>
      i =>
        close(i, { policy }, by(who, minutes)),
    /** Five hours: two people are found in the channel whom nobody let in, of whom one may stay. */
    privateFor: (minutes: number): Step[] => [
      i => makePrivate(i, undefined, by(3, minutes)),
      i =>
        notePeopleFound(
          i,
          { people: [{ user: person(31), inviter: person(2) }, { user: person(32) }] },
          bot(minutes + 3),
        ),
      i => addPerson(i, { user: person(31) }, by(3, minutes + 9)),
      i => removePerson(i, { user: person(32) }, by(3, minutes + 10)),
      i => liftPrivacy(i, { reason: 'The sums are published.' }, by(3, minutes + 290)),
      i => approveDisclosure(i, undefined, by(0, minutes + 300)),
    ],
    said: (who: number, minutes: number, text: string, more: Partial<Message> = {}): Message => {
      const ts = `${Math.floor(at(minutes).getTime() / 1000)}.${String(100 + (Math.round(minutes * 7919) % 800)).padStart(6, '0')}`
      return {
        ts,
        user: person(who),
        text,
        isEdited: false,
        isSystem: false,
        files: [],
        reactions: [],
        permalink: `https://slack.example/archives/C0INC/p${ts.replace('.', '')}`,
        ...more,
      }
    },
  }
}

export interface SampleReview {
  readonly input: ReviewInput
  readonly messages: readonly Message[]
}

/** An error rate that falls, on nothing. */
export const graph = pngOf(160, 60, (x, y) => (Math.abs(y - 10 - x / 4) < 2 ? [192, 57, 43, 255] : [0, 0, 0, 0]))
const graphFile = {
  id: 'F2',
  name: 'error-rate.png',
  mediaType: 'image/png',
  bytes: graph.length,
  sha256: createHash('sha256').update(graph).digest('hex'),
}

/** What was said, with the pictures that are kept of it. */
export function transcriptOfSample({ input, messages }: SampleReview): Transcript {
  return {
    ...transcriptOf(messages, input.names),
    attachment: async sha256 => (sha256 === graphFile.sha256 ? graph : undefined),
  }
}

function sample(incident: Incident, messages: readonly Message[], builtAt: Date): SampleReview {
  const sealed = seal(incident, 0, sha256)
  return {
    input: {
      incident: sealed,
      policy,
      talk: talkOf(messages, curatedIn(incident, policy)),
      feedback: [],
      names,
      builtAt,
    },
    messages,
  }
}

const run = (incident: Incident, steps: readonly Step[]) => steps.reduce((latest, step) => step(latest), incident)

/** Twenty minutes, a SEV3: noticed, rolled back, done. */
export function shortIncident(): SampleReview {
  const s = scene('2026-03-03T14:02:00Z')
  const incident = run(
    s.declared('Search answers slowly', 'SEV3', {
      number: 7,
      summary: 'Search takes ten seconds.',
    }),
    [
      s.acknowledge(1, 2),
      s.role('commander', 1, 2),
      s.status('investigating', 1, 3),
      s.update({ state: 'Search takes ten seconds since 13:55.', impact: 'Searching is slow for everybody.' }, 1, 6),
      s.status('fixing', 1, 8),
      s.status('monitoring', 1, 14),
      s.note('Back to 200 ms', 2, 17),
      s.resolve('Rolled back the new index.', 1, 20),
      s.close(1, 24),
      beganBefore(s.at, { started: 12, detected: 7 }),
    ],
  )
  const messages = [
    s.said(0, 0.5, 'Search is *very* slow for me. <@U01>?'),
    s.said(1, 2.2, 'Looking. The new index went live at 13:50 &amp; queries scan now.'),
    s.said(2, 4, '=HYPERLINK("https://evil.test","a formula") is what somebody typed into the box', {
      reactions: [{ name: 'eyes', count: 2, users: [person(0), person(1)] }],
    }),
    s.said(1, 9, 'Rolling back.', { isEdited: true, earlier: [{ text: 'Roling back.', since: '1772547060.000100' }] }),
    s.said(2, 17, 'p95 at 200 ms', {
      isPinned: true,
      files: [{ id: 'F1', name: 'p95.png', mediaType: 'image/png', bytes: 70, notKept: 'files are not kept' }],
    }),
    s.said(3, 18, '', { deletion: {} }),
  ]
  return sample(incident, messages, s.at(30))
}

/** An hour and a half of a SEV1 that goes on: the next update is due. */
export function openIncident(): SampleReview {
  const s = scene('2026-03-06T09:00:00Z')
  const incident = run(s.declared('Logins fail', 'SEV1', { number: 9, summary: 'Nobody can log in.' }), [
    s.acknowledge(1, 4),
    s.status('investigating', 1, 6),
    s.update({ state: 'We look at the identity provider.' }, 1, 12),
    s.holding(45),
    s.update({ state: 'Its certificate ended.' }, 1, 80),
  ])
  return sample(incident, [s.said(0, 1, 'I cannot log in.')], s.at(90))
}

/** Four hours, a SEV1: raised, handed over, updates missed and late, reopened once. */
export function longIncident(): SampleReview {
  const s = scene('2026-03-04T21:40:00Z')
  const report = (state: string, impact: string) => ({ state, impact, workaround: 'Pay by invoice.' })
  const incident = run(
    s.declared('Checkout is down', 'SEV2', {
      number: 42,
      summary: 'Card payments fail with an error.',
    }),
    [
      s.acknowledge(1, 4),
      s.role('commander', 1, 4),
      s.role('communications', 2, 7),
      s.severity('SEV1', 1, 9),
      s.status('investigating', 1, 10),
      s.update(report('All card payments fail since the release at 21:30.', 'Nobody can pay by card.'), 2, 16),
      ...boardSteps(s.at).slice(0, 3),
      s.holding(46),
      ...boardSteps(s.at).slice(3),
      s.update(report('The database is out of connections.', 'Nobody can pay by card.'), 2, 60),
      s.status('fixing', 1, 65),
      s.update(report('Connections are being raised.', 'Half of the payments fail.'), 2, 88),
      s.role('commander', 3, 120),
      s.update(report('Two of three regions are well.', 'A third of the payments fail.'), 2, 119),
      s.role('operations', 4, 122),
      s.update(report('The last region restarts.', 'A tenth of the payments fail.'), 2, 152),
      s.status('monitoring', 3, 170),
      s.resolve('Raised the pool and restarted all regions.', 3, 181),
      s.reopen('The errors are back in one region.', 0, 190),
      s.update(report('One region had the old setting.', 'A third of the payments fail.'), 2, 198),
      s.status('monitoring', 3, 215),
      s.note('No errors for 15 minutes', 4, 231),
      s.resolve('Set the pool in the last region too.', 3, 236),
      s.close(3, 280),
      beganBefore(s.at, { started: 10, detected: 4 }),
    ],
  )
  const messages = Array.from({ length: 180 }, (_, index) => {
    const minutes = 240 * (index / 180) ** 1.3
    const parent = index % 9 === 4 ? `1772661${600 + index}.000100` : undefined
    return s.said(index % 6, minutes, `Message ${index}: the error rate is at ${(index * 37) % 100} %`, {
      isPinned: index % 60 === 30,
      ...(index === 90 ? { files: [graphFile] } : {}),
      ...(parent ? { threadTs: parent } : {}),
    })
  })
  return sample(withItems(incident, policy, s.at), messages, s.at(300))
}

/** Nine days, data that was wrong, thirty people. */
export function nineDays(): SampleReview {
  const s = scene('2026-03-05T08:15:00Z')
  const day = 24 * 60
  const incident = run(
    s.declared('Invoices of February are wrong', 'SEV2', {
      number: 108,
      summary: 'Reimports made rows twice: Ärger, Ёлка, Ωμέγα, 🔥.',
    }),
    [
      s.acknowledge(1, 9),
      s.role('commander', 1, 9),
      s.role('scribe', 5, 30),
      s.status('investigating', 1, 40),
      s.update(
        {
          state: 'Rows are there twice since the import of 3 March.',
          impact: 'About 4,000 customers see a wrong sum.',
        },
        1,
        50,
        240,
      ),
      ...Array.from({ length: 8 }, (_, index) => [
        s.update(
          { state: `Day ${index + 1}: ${(index + 1) * 11} % of the rows are checked.`, impact: 'Some sums are wrong.' },
          index % 6,
          day * index + 300,
          720,
        ),
        ...(index % 3 === 1
          ? [s.holding(day * index + 300 + 725)]
          : [s.update({ state: 'Goes on.' }, (index + 1) % 6, day * index + 300 + 715, 720)]),
        s.role('commander', (index + 2) % 6, day * index + 1200),
      ]).flat(),
      s.status('fixing', 2, day * 3 + 600),
      s.severity('SEV3', 2, day * 5 + 30),
      s.status('monitoring', 2, day * 8),
      ...s.privateFor(day * 8 + 100),
      s.resolve('Every row was checked and the doubles removed.', 3, day * 9),
      s.close(3, day * 9 + 300),
    ],
  )
  const said = (index: number, more: Partial<Message> = {}) =>
    s.said(
      index % 30,
      day * 9 * (index / 600) + (index % 7) * 3,
      `Row ${index} of the sample is ${index % 4 === 0 ? 'twice' : 'once'} there.`,
      more,
    )
  const threadTs = said(1).ts
  /** What was done to the first of them, by their number. */
  const told: Readonly<Record<number, Partial<Message>>> = {
    2: { isPinned: true, reactions: [{ name: 'eyes', count: 3, users: [person(0), person(1)] }] },
    4: { threadTs, text: 'In a thread, and in the channel as well.' },
    5: { threadTs, text: 'Only in the thread.' },
    6: {
      isEdited: true,
      earlier: [
        { text: 'Row 6 is thrice there.', since: said(6).ts },
        { text: 'Row 6 is twice there, I think.', since: said(7).ts },
      ],
    },
    8: { text: '', deletion: { at: said(9).ts } },
    9: { deletion: { at: said(10).ts } },
  }
  const messages = Array.from({ length: 600 }, (_, index) => said(index, told[index]))
  return sample(incident, messages, s.at(day * 10))
}
