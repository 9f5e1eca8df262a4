import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { type Draft, sendingOf } from '../../app/drafts.ts'
import type { AudienceId } from '../../domain/audience-ids.ts'
import type { AudienceField } from '../../domain/audience-policy.ts'
import { allowedFields, audienceLabel, audienceOf, reachableAudiences } from '../../domain/audiences.ts'
import type { writtenFields } from '../../domain/compose.ts'
import { describeMinutes } from '../../domain/duration.ts'
import { type Incident, requireActive } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { PRIORITIES, SEVERITIES } from '../../domain/priority.ts'
import { describeCadences, shortestCadence } from '../../domain/promises.ts'
import { STATUSES } from '../../domain/status.ts'
import type { UpdateFields } from '../../domain/timeline.ts'
import { basisOf, changedSince, isSent, type Seen, seenOf, writtenOnly } from '../../domain/update-preview.ts'
import { wordsToStartFrom } from '../../domain/updates.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, checkboxInput, context, LIMITS, section, selectInput, textInput } from '../blocks.ts'
import { md, when } from '../mrkdwn.ts'
import { findIncident, openModal, type Request } from '../request.ts'
import { fieldErrors, optionalText, requiredText } from './form.ts'
import { incidentOf, type Modal, modalView } from './modal.ts'
import { send, showPreview } from './preview.ts'

export const updateCallback = 'update'
const nextChoices = [15, 30, 60, 120, 240, 480, 1440] as const
const maxLength = LIMITS.inputText

const fields: readonly { id: (typeof writtenFields)[number]; label: string; hint?: string }[] = [
  { id: 'state', label: 'Where things stand' },
  { id: 'impact', label: 'Impact', hint: 'What people notice.' },
  { id: 'actions', label: 'What we are doing' },
  { id: 'workaround', label: 'Workaround', hint: 'How people get by meanwhile.' },
  { id: 'needs', label: 'What we need' },
]

/** The fields of a report, each with who reads it. */
export function fieldInputs(incident: Incident, policy: Policy, given: Partial<UpdateFields> = {}): KnownBlock[] {
  const reached = reachableAudiences(incident, policy)
  const readBy = (field: AudienceField) => {
    const readers = reached.filter(audience => allowedFields(audience, incident, policy).includes(field))
    return readers.length > 0
      ? `Read by ${readers.map(audience => audienceLabel(audience, policy)).join(', ')}, word for word.`
      : 'Kept for the review.'
  }
  return fields.map(({ id, label, hint }) =>
    textInput({
      id,
      label,
      multiline: true,
      optional: id !== 'state',
      initial: given[id],
      max: maxLength,
      hint: [hint, readBy(id)].filter(Boolean).join(' '),
    }),
  )
}

interface Given {
  readonly draft?: Pick<Draft, 'fields' | 'nextInMinutes' | 'savedAt' | 'basis'> | undefined
  /** What became of the last press. */
  readonly notice?: string
}

/** The update form, filled with what this person has not sent yet, else with what the last update said. */
export function updateModalView(incident: Incident, policy: Policy, given: Given = {}): ModalView {
  requireActive(incident, 'post an update')
  const { draft, notice } = given
  const last = draft?.fields ?? wordsToStartFrom(incident)
  const reached = reachableAudiences(incident, policy)
  const names = (some: readonly AudienceId[]) => some.map(audience => audienceLabel(audience, policy)).join(', ')
  const tones = reached.flatMap(audience => {
    const { label, tone } = audienceOf(audience, policy)
    return tone ? [md`*${label}:* ${tone}`] : []
  })
  return modalView({
    callbackId: updateCallback,
    title: `Update ${incident.id}`,
    submit: 'Preview',
    metadata: JSON.stringify({
      incident: incident.id,
      seen: { ...seenOf(incident), ...(draft ? { update: draft.basis.update } : {}) },
    }),
    blocks: [
      ...(notice ? [section(md`:white_check_mark: ${notice}`)] : []),
      ...(draft && !notice ? [section(md`:memo: Your draft, saved ${when(draft.savedAt)} and not sent yet.`)] : []),
      ...fieldInputs(incident, policy, last),
      nextInput(incident, policy, draft?.nextInMinutes),
      checkboxInput({
        id: 'skip',
        label: 'Before it goes out',
        optional: true,
        choice: { value: 'skip', text: 'Send without a preview' },
      }),
      context(md`Goes to ${names(reached) || 'nobody yet'}, each with what it may see.`, ...tones),
      ...actions(
        [
          button('Save as draft', ACTIONS.saveDraft, { value: incident.id }),
          ...(draft
            ? [button('Discard the draft', ACTIONS.discardDraft, { value: incident.id, style: 'danger' })]
            : []),
        ],
        'update_actions',
      ),
    ],
  })
}

/** What is promised; where the policy owes nobody an update, there is nothing to choose. */
function nextInput(incident: Incident, policy: Policy, chosen: number | undefined): KnownBlock {
  const shortest = shortestCadence(incident, policy)
  if (shortest === undefined)
    return context(md`No next update is promised: the policy owes none at ${incident.priority}.`)
  const minutes = [...new Set([...nextChoices, shortest, chosen ?? shortest])].sort((a, b) => a - b)
  return selectInput({
    id: 'next',
    label: 'Next update in',
    choices: minutes.map(value => ({
      value: String(value),
      text: `${describeMinutes(value)}${value > shortest ? ', later than is owed' : ''}`,
    })),
    initial: String(chosen ?? shortest),
    hint: `At ${incident.priority} an update is owed ${describeCadences(incident, policy)}.`,
  })
}

/** The form, with the draft that this person left, if there is one. */
export async function openUpdateForm(request: Request, incident: Incident): Promise<void> {
  const { app } = request
  requireActive(incident, 'post an update')
  const draft = await draftOf(request, incident)
  await openModal(request, updateModalView(incident, app.policy, { draft }))
}

/** What this person has written and not sent. One that went out before it could be removed is none. */
export async function draftOf({ app, actor }: Request, incident: Incident): Promise<Draft | undefined> {
  const draft = await app.drafts.get({ incident: incident.id, by: actor.by })
  return draft && isSent(incident, sendingOf(draft.token)) ? undefined : draft
}

/** What is filled in of a report. */
export const reportSchema = z.object({
  state: requiredText(maxLength, 'Say in a sentence where things stand.'),
  impact: optionalText(maxLength),
  actions: optionalText(maxLength),
  workaround: optionalText(maxLength),
  needs: optionalText(maxLength),
})

const schema = reportSchema.extend({
  // Not there where no update is owed.
  next: z.coerce.number('Choose when the next update comes.').int().min(1).max(43_200).optional(),
  skip: z.array(z.string()).default([]),
})

const seenSchema = z.object({
  seen: z.object({
    update: z.number(),
    answer: z.number(),
    status: z.enum(STATUSES),
    severity: z.enum(SEVERITIES),
    priority: z.enum(PRIORITIES),
    service: z.string().optional(),
    category: z.string().optional(),
    isPrivate: z.boolean(),
  }),
})

/** What the incident was like when the form was opened. */
export function seenIn(metadata: string): Seen {
  return seenSchema.parse(JSON.parse(metadata)).seen
}

export const updateModal: Modal = {
  callbackId: updateCallback,
  async submit(request, form, metadata) {
    const { app, actor } = request
    const parsed = schema.safeParse(form)
    if (!parsed.success) return { errors: fieldErrors(parsed.error) }
    const incident = await findIncident(request, incidentOf(metadata))
    const token = actor.requestId ?? app.newId()
    if (isSent(incident, sendingOf(token))) return undefined
    requireActive(incident, 'post an update')
    const { next, skip, ...texts } = parsed.data
    const fields = writtenOnly(texts)
    const before = await draftOf(request, incident)
    const { places } = basisOf(incident, app.policy)
    const basis = { ...seenIn(metadata), places }
    const notices = changedSince(basis, incident, app.policy)
    const written = {
      incident: incident.id,
      by: actor.by,
      fields,
      nextInMinutes: next,
      wordings: before?.wordings ?? {},
    }
    if (skip.length > 0 && !notices) {
      const draft = { ...written, token, shown: {}, basis, savedAt: app.now() }
      await app.drafts.save(draft)
      return send(request, incident, draft)
    }
    const view = await showPreview(request, incident, { ...written, notices })
    return skip.length > 0 ? { update: view } : { push: view }
  },
}
