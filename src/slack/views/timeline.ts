import type { KnownBlock } from '@slack/types'
import { entriesOnPage, type JustChanged, type TimelinePage } from '../../app/timeline.ts'
import { curatedIn } from '../../domain/curated.ts'
import type { Names } from '../../domain/describe-event.ts'
import type { Incident } from '../../domain/incident.ts'
import { lastByHand } from '../../domain/kept-messages.ts'
import { type Moment, markOf, placed } from '../../domain/moments.ts'
import type { Policy } from '../../domain/policy.ts'
import { meaningOf } from '../../domain/reaction-policy.ts'
import type { Message } from '../../domain/review.ts'
import { isFact, type TimelineEvent } from '../../domain/timeline.ts'
import { type FactEntry, factSentence } from '../../domain/timeline-entries.ts'
import { lineOf, momentOf } from '../../domain/transcript.ts'
import { utcMinute } from '../../domain/utc.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, header, section } from '../blocks.ts'
import { join, link, type Mrkdwn, md, spoken, truncate, truncateMrkdwn, when } from '../mrkdwn.ts'
import { writeMessageRef, writePlaceRef } from '../timeline-ref.ts'

const textAtMost = 600
const namesAtMost = 150

const VIA: Record<TimelineEvent['via'], string> = {
  command: 'by a command',
  modal: 'in a form',
  button: 'by a button',
  reaction: 'by a reaction',
  link: 'by a link',
  clock: 'by the clock',
  bot: 'by itself',
}

/** The message that was changed by the last press, and what became of it. */
export type Changed = JustChanged & { readonly notice: string }

export interface Seen {
  readonly incident: Incident
  readonly policy: Policy
  readonly names: Names
  /** The address of a message in Slack, where it is known. */
  readonly permalinkOf: (ts: string) => string | undefined
  readonly just?: Changed | undefined
}

/** The curated timeline, newest first, with what takes messages off it and puts others on it. */
export function timelineBlocks(page: TimelinePage, seen: Seen): KnownBlock[] {
  const { id } = seen.incident
  return [
    ...actions([button('Add a note…', ACTIONS.note, { value: id })], 'timeline_note'),
    header('On the timeline'),
    ...entryBlocks(page, seen),
    header('Said in the channel, and not on it'),
    ...otherBlocks(page, seen),
  ]
}

function entryBlocks({ entries, total, place }: TimelinePage, seen: Seen): KnownBlock[] {
  const { id } = seen.incident
  const from = place.skip + 1
  const to = place.skip + entries.length
  const value = (skip: number) => writePlaceRef(id, { ...place, skip })
  return [
    context(
      total > entries.length ? md`${from} to ${to} of ${total}, the newest first.` : md`${total}, the newest first.`,
    ),
    ...entries.map(entry => ('message' in entry ? messageBlock(entry.message, seen, 'on') : factBlock(entry, seen))),
    ...actions(
      [
        ...(place.skip > 0
          ? [button('Newer', ACTIONS.timelineNewer, { value: value(Math.max(0, place.skip - entriesOnPage)) })]
          : []),
        ...(to < total ? [button('Older', ACTIONS.timelineOlder, { value: value(place.skip + entriesOnPage) })] : []),
      ],
      'timeline_entries',
    ),
  ]
}

function factBlock(entry: FactEntry, { names, permalinkOf }: Seen): KnownBlock {
  const { fact } = entry
  const moments: Moment[] = []
  const time = (at: Date) => markOf(moments.push({ at, words: utcMinute(at) }) - 1)
  const sentence = spoken(placed(factSentence(entry, { ...names, time }), moments))
  // What was copied from a message that is gone leads nowhere.
  const isGone = fact.type === 'copies-withheld' || fact.withheld
  const permalink = 'message' in fact && fact.message && !isGone ? permalinkOf(fact.message) : undefined
  const isLater = Math.abs(fact.recordedAt.getTime() - fact.at.getTime()) >= 60_000
  return section(
    lines(md`*${when(entry.at)}*  ${{ mrkdwn: truncateMrkdwn(sentence, textAtMost) }}`, [
      ...(fact.by === 'sitrep' ? [] : [md`${VIA[fact.via]}`]),
      ...(isLater ? [md`recorded ${when(fact.recordedAt)}`] : []),
      ...inSlack({ permalink }),
    ]),
    { id: `fact_${fact.seq}` },
  )
}

/** A message on one side of the window, with the button for the other. */
function messageBlock(message: Message, seen: Seen, side: JustChanged['side']): KnownBlock {
  const { incident, policy, just } = seen
  const isOn = curatedIn(incident, policy)(message)
  const notes = isOn ? [whoKept(message, seen)] : message.threadTs ? [md`in a thread`] : []
  const [label, action] = isOn ? ['Take off', ACTIONS.dropMessage] : ['Put on the timeline', ACTIONS.keepMessage]
  return {
    ...section(
      lines(
        said(message, seen),
        just?.ts === message.ts ? [md`:white_check_mark: ${just.notice}`] : [...notes, ...inSlack(message)],
      ),
      { id: `${side}_${message.ts}` },
    ),
    accessory: button(label, action, {
      value: writeMessageRef(incident.id, message.ts, side),
      spoken: `${label}: ${wordsOf(message, seen)}`,
    }),
  }
}

function otherBlocks({ others, hasOlderOthers, place }: TimelinePage, seen: Seen): KnownBlock[] {
  const { incident } = seen
  const { before } = place
  const oldest = others.at(-1)?.ts
  const value = (from?: string) => writePlaceRef(incident.id, { ...place, before: from })
  const erased = incident.timeline.findLast(isFact('transcript-erased'))
  return [
    context(
      before !== undefined
        ? md`Before ${when(momentOf(before))}, the newest first.`
        : others.length > 0
          ? md`The newest first. Sitrep’s own messages are left out.`
          : erased
            ? md`What was said was deleted ${when(erased.at)}, as the policy says.`
            : md`Nothing else was said.`,
    ),
    ...others.map(message => messageBlock(message, seen, 'off')),
    ...actions(
      [
        ...(before === undefined ? [] : [button('Newest', ACTIONS.timelineNewer, { value: value() })]),
        ...(hasOlderOthers && oldest !== undefined
          ? [button('Older', ACTIONS.timelineOlder, { value: value(oldest) })]
          : []),
      ],
      'timeline_others',
    ),
  ]
}

function lines(first: Mrkdwn, notes: readonly Mrkdwn[]): Mrkdwn {
  return notes.length > 0 ? md`${first}\n${join(notes, ' · ')}` : first
}

function said(message: Message, seen: Seen): Mrkdwn {
  const { at, who } = lineOf(message, seen.names)
  return md`*${when(at)}*  *${truncate(who, namesAtMost)}:* ${wordsOf(message, seen)}`
}

/** What it says, and which files it brings. */
function wordsOf(message: Message, { names }: Seen): string {
  const { text, files } = lineOf(message, names)
  const named = truncate(files.map(({ name }) => name).join(', '), namesAtMost)
  return [truncate(text, textAtMost), named && `(${named})`].filter(Boolean).join(' ') || '(nothing is kept)'
}

function inSlack({ permalink }: { readonly permalink?: string | undefined }): Mrkdwn[] {
  return permalink ? [link(permalink, 'In Slack')] : []
}

/** What holds it on the timeline. */
function whoKept(message: Message, { incident, policy, names }: Seen): Mrkdwn {
  const last = lastByHand(incident).get(message.ts)
  if (last?.type === 'message-kept') return md`put there by ${truncate(names.user(last.by), namesAtMost)}`
  return md`${truncate(marksInWords(message, policy, names).join(', '), namesAtMost)}`
}

/** “pinned”, “:pushpin: of Ana”. */
export function marksInWords({ isPinned, reactions }: Message, policy: Policy, names?: Names): string[] {
  return [
    ...(isPinned ? ['pinned'] : []),
    ...reactions
      .filter(({ name, count }) => count > 0 && meaningOf(name, policy.reactions) === 'timeline')
      .map(({ name, users = [] }) =>
        names && users.length > 0 ? `:${name}: of ${users.map(names.user).join(', ')}` : `:${name}:`,
      ),
  ]
}
