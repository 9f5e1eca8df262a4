import type { Button, KnownBlock } from '@slack/types'
import { actionItems } from '../../domain/action-items.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { isReviewOwed, type ReviewProgress, reviewState } from '../../domain/review-state.ts'
import { promptOf, SECTION_HEADING, WRITTEN_SECTIONS } from '../../domain/review-written.ts'
import { isActive } from '../../domain/status.ts'
import { versionsOf } from '../../domain/write-review.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, section, words } from '../blocks.ts'
import { type Mrkdwn, md, mention, truncate, when } from '../mrkdwn.ts'
import { reviewLine } from './review-line.ts'

const excerptAtMost = 300

/** One line on the card, once there is something to tell of it. */
export function reviewLines(incident: Incident, policy: Policy): KnownBlock[] {
  const state = reviewState(incident, policy)
  const isTold = isReviewOwed(incident, policy) || state.publishedAt !== undefined || state.written > 0
  return isTold && !isActive(incident.status) ? [context(md`:memo: *Review:* ${reviewLine(state)}`)] : []
}

export function sectionValue(incident: Pick<Incident, 'id'>, id: string): string {
  return `${incident.id}#${id}`
}

/** Every section that people write, with how it begins and who wrote it last, and what can be done with the whole. */
export function reviewBlocks(incident: Incident, policy: Policy): KnownBlock[] {
  const state = reviewState(incident, policy)
  return [
    section(md`*Review of ${incident.id}:* ${reviewLine(state)}`),
    ...actions(reviewButtons(incident, state), 'review_actions'),
    ...WRITTEN_SECTIONS.flatMap((id): KnownBlock[] => {
      const versions = versionsOf(incident, id)
      const last = versions.at(-1)
      const heading = SECTION_HEADING[id]
      const write = button(last?.text ? 'Edit…' : 'Write…', ACTIONS.writeSection, { value: sectionValue(incident, id) })
      const history =
        versions.length > 1 ? [button('History…', ACTIONS.sectionHistory, { value: sectionValue(incident, id) })] : []
      return [
        last?.text ? words(heading, truncate(last.text, excerptAtMost)) : section(md`*${heading}*\n${promptOf(id)}`),
        ...(last ? [context(md`${lastWritten(last, versions.length)}`)] : []),
        ...(id === 'action-items' ? [context(md`${itemsLine(incident)}`)] : []),
        ...actions([write, ...history, ...(id === 'action-items' ? [addItemButton(incident)] : [])], `review_${id}`),
      ]
    }),
  ]
}

function itemsLine(incident: Incident): Mrkdwn {
  const all = actionItems(incident)
  const open = all.filter(({ state }) => state === 'open').length
  return all.length === 0
    ? md`No follow-up has an owner and a date yet.`
    : md`${all.length === 1 ? '1 follow-up' : `${all.length} follow-ups`} in the table below it, ${open} open`
}

/** What is to be done has an owner and a date of its own, and stands in a table below what is written. */
function addItemButton({ id: value }: Incident): Button {
  return button('Add a follow-up…', ACTIONS.addItem, { value })
}

function lastWritten(
  { by, recordedAt, text }: { by: string; recordedAt: Date; text: string },
  versions: number,
): Mrkdwn {
  const what = text === '' ? 'Emptied' : 'Written'
  return md`${what} by ${mention(by)}, ${when(recordedAt)}${versions > 1 ? `, version ${versions}` : ''}`
}

/** Below the review as a file: what may come next. */
export function reviewFileButtons({ id: value }: Pick<Incident, 'id'>): Button[] {
  return [
    button('Read or build…', ACTIONS.readReview, { value }),
    button('Write the review', ACTIONS.writeReview, { value }),
  ]
}

function reviewButtons(incident: Incident, { stage }: ReviewProgress): Button[] {
  const { id: value, status } = incident
  return [
    button('Owner and day…', ACTIONS.assignReview, { value }),
    button('Build it', ACTIONS.review, { value }),
    ...(isActive(status) || stage === 'published' ? [] : [button('Publish', ACTIONS.publishReview, { value })]),
  ]
}
