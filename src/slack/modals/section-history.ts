import type { KnownBlock, ModalView } from '@slack/types'
import type { Incident } from '../../domain/incident.ts'
import { SECTION_HEADING, type WrittenSectionId } from '../../domain/review-written.ts'
import { versionsOf } from '../../domain/write-review.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, section, words } from '../blocks.ts'
import { md, mention, truncate, when } from '../mrkdwn.ts'
import { sectionValue } from '../views/review.ts'
import { incidentMetadata, modalView } from './modal.ts'
import { sectionModalView } from './write-review.ts'

/** Each takes three blocks, of which a modal holds a hundred. */
const shownAtMost = 30
const excerptAtMost = 1500

/** All that was ever written in a section, newest first, each to be had back. */
export function sectionHistoryView(incident: Incident, id: WrittenSectionId): ModalView {
  const versions = versionsOf(incident, id).map((version, index) => ({ ...version, number: index + 1 }))
  const left = versions.length - shownAtMost
  return modalView({
    callbackId: 'section_history',
    title: `Review of ${incident.id}`,
    metadata: incidentMetadata(incident),
    blocks: [
      section(md`*${SECTION_HEADING[id]}:* every version, newest first`),
      ...versions
        .slice(-shownAtMost)
        .reverse()
        .flatMap(({ number, text, by, recordedAt, seq }): KnownBlock[] => [
          words(`Version ${number}`, text === '' ? 'Emptied.' : truncate(text, excerptAtMost)),
          context(md`${mention(by)}, ${when(recordedAt)}${number === versions.length ? ': as it stands' : ''}`),
          ...(number === versions.length
            ? []
            : actions(
                [button('Bring it back…', ACTIONS.restoreVersion, { value: `${sectionValue(incident, id)}#${seq}` })],
                `version_${seq}`,
              )),
        ]),
      ...(left > 0 ? [context(md`${left} older ones are in the review as JSON.`)] : []),
      ...actions([button('All sections', ACTIONS.writeReview, { value: incident.id })], 'section_history_actions'),
    ],
  })
}

/** The form of a section with an earlier version in it; undefined when there is none of this number. */
export function restoreView(
  incident: Incident,
  { id, seq }: { id: WrittenSectionId; seq: number },
): ModalView | undefined {
  const versions = versionsOf(incident, id)
  const index = versions.findIndex(version => version.seq === seq)
  const version = versions[index]
  if (!version) return undefined
  const note = md`This is version ${index + 1}, by ${mention(version.by)}, ${when(version.recordedAt)}. Save it to make it the newest; what stands there now is kept too.`
  return sectionModalView(incident, { id, text: version.text, above: [context(note)], restores: seq })
}
