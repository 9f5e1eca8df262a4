import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { decide } from '../../app/incidents.ts'
import { whysAtMost, whysIn, withWhys } from '../../domain/five-whys.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { promptOf, SECTION_HEADING, WRITTEN_SECTIONS, type WrittenSectionId } from '../../domain/review-written.ts'
import { joinParts, partsOf } from '../../domain/text-parts.ts'
import { latestVersion, sectionAtMost, versionsOf, writeSection, writtenMeanwhile } from '../../domain/write-review.ts'
import { UserError } from '../../errors.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, confirm, context, LIMITS, section, textInput, words } from '../blocks.ts'
import { md, mention, when } from '../mrkdwn.ts'
import { findIncident } from '../request.ts'
import { reviewBlocks, sectionValue } from '../views/review.ts'
import type { FormValues } from './form.ts'
import { incidentMetadata, type Modal, modalView } from './modal.ts'

export const reviewCallback = 'review_sections'
const callbackId = 'review_section'
const whyAtMost = 500
const partAtMost = LIMITS.inputText
const partsAtMost = sectionAtMost / partAtMost
/** From here on there is a further field to go on in. */
const roomLeft = 500

const metadataSchema = z.object({
  incident: z.string(),
  section: z.enum(WRITTEN_SECTIONS),
  basedOn: z.number().int(),
})

/** All sections to choose from. `notice` says what was just done. */
export function reviewModalView(incident: Incident, policy: Policy, notice?: string): ModalView {
  return modalView({
    callbackId: reviewCallback,
    title: `Review of ${incident.id}`,
    metadata: incidentMetadata(incident),
    blocks: [...(notice ? [section(md`:white_check_mark: ${notice}`)] : []), ...reviewBlocks(incident, policy)],
  })
}

interface Given {
  readonly id: WrittenSectionId
  /** What the fields begin with; else the section as it stands. */
  readonly text?: string
  /** With a field for each why. */
  readonly whys?: readonly string[]
  /** Which version the fields belong to: with the same one, Slack keeps what was typed into them. */
  readonly basedOn?: number
  /** What stands above the fields. */
  readonly above?: readonly KnownBlock[]
  /** The version whose text it is: Slack keeps what stands in fields of the same name. */
  readonly restores?: number
}

/** Where one why leads to the next. */
function asksWhy(id: WrittenSectionId): boolean {
  return id === 'root-cause' || id === 'contributing-factors'
}

/** One section: its question, the text as it stands and, where they are asked for, fields for five whys. */
export function sectionModalView(
  incident: Incident,
  { id, text, whys, basedOn, above = [], restores }: Given,
): ModalView {
  const last = versionsOf(incident, id).at(-1)
  const version = basedOn ?? latestVersion(incident, id)
  const parts = partsOf(text ?? last?.text ?? '', partAtMost)
  const isFull = (parts.at(-1)?.length ?? 0) > partAtMost - roomLeft
  const fields = Math.min(partsAtMost, parts.length + (isFull ? 1 : 0))
  const value = sectionValue(incident, id)
  return modalView({
    callbackId,
    title: `Review of ${incident.id}`,
    submit: 'Save',
    metadata: JSON.stringify({ incident: incident.id, section: id, basedOn: version }),
    blocks: [
      section(md`*${SECTION_HEADING[id]}*\n${promptOf(id)}`),
      ...(last && above.length === 0
        ? [context(md`Written by ${mention(last.by)}, ${when(last.recordedAt)}. Every version is kept.`)]
        : []),
      ...above,
      ...Array.from({ length: fields }, (_, index) =>
        textInput({
          id: ['text', id, version, ...(restores === undefined ? [] : [restores]), index + 1].join('/'),
          label: index === 0 ? SECTION_HEADING[id] : `${SECTION_HEADING[id]}, part ${index + 1}`,
          multiline: true,
          optional: true,
          max: partAtMost,
          initial: parts[index],
          ...(index === fields - 1 && fields < partsAtMost
            ? {
                hint: `Up to ${partAtMost} characters. For more, save a nearly full field and open it again: another one is below it.`,
              }
            : {}),
        }),
      ),
      ...(whys
        ? Array.from({ length: whysAtMost }, (_, index) =>
            textInput({
              id: `why/${id}/${version}/${index + 1}`,
              label: index === 0 ? 'Why did it happen?' : 'And why was that so?',
              optional: true,
              max: whyAtMost,
              initial: whys[index],
              ...(index === whysAtMost - 1
                ? { hint: 'They become numbered lines of the text, which you can edit there.' }
                : {}),
            }),
          )
        : []),
      ...actions(
        [
          ...(asksWhy(id) && !whys ? [button('Ask why five times', ACTIONS.fiveWhys, { value })] : []),
          button('All sections', ACTIONS.writeReview, {
            value: incident.id,
            confirm: confirm('Leave this section?', 'What you wrote here and did not save is gone then.', 'Leave'),
          }),
        ],
        'review_section_actions',
      ),
    ],
  })
}

/** What stands in the fields of one kind now, in their order. */
function fieldsOf(form: FormValues, kind: 'text' | 'why'): string[] {
  return Object.entries(form)
    .filter(([field]) => field.startsWith(`${kind}/`))
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([, value]) => (typeof value === 'string' ? value : ''))
}

/** The same form with a field for each why, filled in from the lines that are numbered already. */
export function withWhyFields(
  incident: Incident,
  { form, metadata }: { form: FormValues; metadata: string },
): ModalView {
  const { section: id, basedOn } = metadataSchema.parse(JSON.parse(metadata))
  const text = joinParts(fieldsOf(form, 'text'))
  return sectionModalView(incident, { id, text, basedOn, whys: whysIn(text) })
}

/** Both texts: what somebody else wrote meanwhile, and the person's own in the fields, to be saved as one of both. */
export function bothView(incident: Incident, { id, text }: { id: WrittenSectionId; text: string }): ModalView {
  const theirs = versionsOf(incident, id).at(-1)
  const parts = partsOf(theirs?.text ?? '', partAtMost)
  return sectionModalView(incident, {
    id,
    text,
    above: theirs
      ? [
          section(
            md`:warning: ${mention(theirs.by)} wrote this section while you did, ${when(theirs.recordedAt)}. Below is their text, and then yours: bring both together and save. Nothing of yours is saved yet.`,
          ),
          ...(theirs.text === '' ? [context(md`They emptied it.`)] : parts.map(part => words('', part))),
        ]
      : [],
  })
}

export const sectionModal: Modal = {
  callbackId,
  async submit(request, form, metadata) {
    const { incident: id, section: name, basedOn } = metadataSchema.parse(JSON.parse(metadata))
    const { app, actor } = request
    const incident = await findIncident(request, id)
    const whys = fieldsOf(form, 'why')
    const typed = joinParts(fieldsOf(form, 'text'))
    const text = whys.length > 0 ? withWhys(typed, whys) : typed
    // One window saves several sections, one after another.
    const by = { ...actor, requestId: `${actor.requestId}/${name}/${basedOn}` }
    try {
      const after = await decide(app, incident.id, { by, run: writeSection, input: { section: name, text, basedOn } })
      return { update: reviewModalView(after, app.policy, `“${SECTION_HEADING[name]}” is saved.`) }
    } catch (error) {
      if (!(error instanceof UserError && error.code === writtenMeanwhile)) throw error
      return { update: bothView(await findIncident(request, id), { id: name, text }) }
    }
  },
}
