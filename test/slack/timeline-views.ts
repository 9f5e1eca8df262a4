import type { TimelinePage } from '../../src/app/timeline.ts'
import { stateFinding } from '../../src/domain/findings.ts'
import { addNote, type Incident } from '../../src/domain/incident.ts'
import { keepMessage } from '../../src/domain/kept-messages.ts'
import { correctMilestone } from '../../src/domain/milestones.ts'
import type { Policy } from '../../src/domain/policy.ts'
import type { Message } from '../../src/domain/review.ts'
import { timelineEntries } from '../../src/domain/timeline-entries.ts'
import { timelineView } from '../../src/slack/modals/timeline.ts'
import { at, by } from '../helpers/incidents.ts'
import type { View, Words } from './views-of.ts'

const tsAt = (minutes: number) => `${at(minutes).getTime() / 1000}.000100`

function message(minutes: number, more: Partial<Message>): Message {
  return {
    ts: tsAt(minutes),
    user: 'U0BEN',
    text: '',
    isEdited: false,
    isSystem: false,
    files: [],
    reactions: [],
    permalink: `https://acme.example/archives/C0WARROOM/p${minutes}`,
    ...more,
  }
}

/** The curated timeline while it is looked at: with nothing said, on one page, on the first and the middle of several. */
export function timelineViews(incident: Incident, words: Words, policy: Policy): Record<string, View> {
  const { note, reason, name } = words
  const kept = keepMessage(incident, { message: tsAt(6) }, by('U0ANA', 7))
  const noted = addNote(kept, { text: note, at: at(-12) }, by('U0CLEO', 22))
  const corrected = correctMilestone(noted, { milestone: 'started', at: at(-20), reason }, by('U0BEN', 23))
  const stated = stateFinding(
    corrected,
    { kind: 'hypothesis', text: note, why: reason, message: tsAt(9) },
    by('U0CLEO', 23),
  )
  const curated = [
    message(6, { text: note, files: [{ name }] }),
    message(8, {
      text: reason,
      isPinned: true,
      reactions: [{ name: 'pushpin', count: 2, users: ['U0ANA', 'U0CLEO'] }],
    }),
    message(9, { text: '', files: [{ name: `${name}.png` }], reactions: [{ name: 'round_pushpin', count: 1 }] }),
  ]
  const others = [
    message(24, { text: reason.repeat(20), threadTs: tsAt(8) }),
    message(20, { botName: name, text: note }),
    message(19, { text: '' }),
  ]
  const names = { user: () => name, channel: () => `#${name}` }
  const permalinkOf = () => 'https://acme.example/archives/C0WARROOM/p9'
  const seen = { incident: stated, policy, names, permalinkOf }
  const entries = timelineEntries(stated, curated).toReversed()
  const page = (skip: number, more: Partial<TimelinePage> = {}): TimelinePage => ({
    place: { skip },
    entries: entries.slice(skip, skip + 10),
    total: entries.length,
    others,
    hasOlderOthers: true,
    ...more,
  })
  return {
    'modal-timeline': timelineView(page(0), {
      ...seen,
      just: { ts: tsAt(6), side: 'on', notice: `On the timeline of ${incident.id}.` },
    }),
    'modal-timeline-middle': timelineView(
      { ...page(0), place: { skip: 10, before: tsAt(18) }, total: 31, hasOlderOthers: false },
      seen,
    ),
    'modal-timeline-silent': timelineView(page(0, { others: [], hasOlderOthers: false }), seen),
  }
}
