import type { KnownBlock } from '@slack/types'
import { z } from 'zod'
import { type Draft, sendingOf } from '../../app/drafts.ts'
import { decide } from '../../app/incidents.ts'
import { foundFollowers } from '../../domain/addressing.ts'
import {
  asCorrected,
  correctable,
  correctableFields,
  correctedMeanwhile,
  lastCorrection,
  requireCorrectable,
  withWords,
} from '../../domain/correction.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { changedMeanwhile, correctAsShown } from '../../domain/send-update.ts'
import type { Fact, UpdateFields } from '../../domain/timeline.ts'
import {
  basisOf,
  changedWordings,
  describedElse,
  isSent,
  previewUpdate,
  updateNumbered,
  type Wordings,
  writtenOnly,
} from '../../domain/update-preview.ts'
import { UserError } from '../../errors.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, section, textInput } from '../blocks.ts'
import { md, when } from '../mrkdwn.ts'
import { findIncident, openModal, type Request } from '../request.ts'
import { type FormValues, fieldErrors, requiredText } from './form.ts'
import { incidentOf, type Modal, modalView, type Submitted } from './modal.ts'
import { previewModalView, previewOf, wordingsIn } from './preview.ts'
import { closingInputs, closingSchema } from './resolve.ts'
import { fieldInputs, reportSchema } from './update.ts'

export const correctCallback = 'correct'
export const correctPreviewCallback = 'preview_correction'

type Update = Fact<'update-written'>

const carriedSchema = z.object({ update: z.number(), known: z.number() })

/** Which update a form or preview corrects, and the last correction of it that was known. */
export function correctionIn(metadata: string): NonNullable<Draft['corrects']> {
  return carriedSchema.parse(JSON.parse(metadata))
}

/** The form, filled with what the update says now or with what this person left; the preview where Sitrep worded it. */
export async function openCorrectForm(request: Request, incident: Incident, seq?: number): Promise<void> {
  const { actor, app } = request
  const update = requireCorrectable(incident, actor.by, seq)
  const draft = await correctionDraft(request, incident, update.seq)
  if (correctableFields(update).length > 0)
    return openModal(request, correctModalView({ incident, update, draft }, app.policy))
  const { fields, wordings = {} } = asCorrected(update, incident)
  const corrects = draft?.corrects ?? { update: update.seq, known: lastCorrection(incident, update.seq)?.seq ?? 0 }
  const given = { incident: incident.id, by: actor.by, fields, wordings: draft?.wordings ?? wordings, corrects }
  await openModal(request, await showCorrection(request, incident, given))
}

/** What this person has written to correct this update and not sent. */
export async function correctionDraft(
  { app, actor }: Request,
  incident: Incident,
  update: number,
): Promise<Draft | undefined> {
  const draft = await app.drafts.get({ incident: incident.id, by: actor.by, corrects: { update } })
  return draft && isSent(incident, sendingOf(draft.token)) ? undefined : draft
}

/** The same of the last update. */
export async function lastCorrectionDraft(request: Request, incident: Incident): Promise<Draft | undefined> {
  const update = correctable(incident)
  return update && correctionDraft(request, incident, update.seq)
}

interface Shown {
  readonly incident: Incident
  readonly update: Update
  readonly draft?: Pick<Draft, 'fields' | 'savedAt' | 'corrects'> | undefined
  /** What became of the last press. */
  readonly notice?: string
}

export function correctModalView({ incident, update, draft, notice }: Shown, policy: Policy) {
  const known = draft?.corrects?.known ?? lastCorrection(incident, update.seq)?.seq ?? 0
  const given = draft?.fields ?? asCorrected(update, incident).fields
  const value = incident.id
  return modalView({
    callbackId: correctCallback,
    title: `Correct ${incident.id}`,
    submit: 'Preview',
    metadata: JSON.stringify({ incident: incident.id, update: update.seq, known }),
    blocks: [
      ...(notice ? [section(md`:white_check_mark: ${notice}`)] : []),
      ...(draft && !notice ? [section(md`:memo: Your draft, saved ${when(draft.savedAt)} and not sent yet.`)] : []),
      context(
        md`This corrects the update of ${when(update.at)}. Its messages are changed where they stand and marked as corrected; nobody’s clock starts anew.`,
      ),
      ...inputsFor(update, given, { incident, policy }),
      ...actions(
        [
          button('Save as draft', ACTIONS.saveDraft, { value }),
          ...(draft ? [button('Discard the draft', ACTIONS.discardDraft, { value, style: 'danger' })] : []),
        ],
        'correct_actions',
      ),
    ],
  })
}

function inputsFor(
  { kind }: Update,
  given: UpdateFields,
  { incident, policy }: { incident: Incident; policy: Policy },
): KnownBlock[] {
  if (kind === 'report') return fieldInputs(incident, policy, given)
  if (kind === 'final') return closingInputs(incident, policy, { ...given, resolution: given.state })
  return [textInput({ id: 'state', label: 'What was promised and is done', multiline: true, initial: given.state })]
}

/** What the form says, read as fields of the update; what it does not ask for stays as it was. */
export function correctedFields(update: Update, incident: Incident, form: FormValues): UpdateFields {
  const known = correctableFields(update)
  const text = (field: string) => {
    const typed = form[field]
    return typeof typed === 'string' ? typed : undefined
  }
  const typed = Object.fromEntries(known.map(field => [field, text(field)]))
  const asked = update.kind === 'final' ? { ...typed, state: text('resolution') } : typed
  const kept = Object.entries(asCorrected(update, incident).fields).filter(
    ([field]) => !known.some(one => one === field),
  )
  return { ...Object.fromEntries(kept), ...writtenOnly(asked, known) }
}

const schemas = {
  report: reportSchema,
  final: closingSchema,
  other: z.object({ state: requiredText(3000, 'Say what was promised and is done.') }),
} as const

function schemaFor({ kind }: Update) {
  return kind === 'report' || kind === 'final' ? schemas[kind] : schemas.other
}

const overtaken =
  'Somebody else corrected it meanwhile; the thread below the update says what. This would take its place.'

interface Correcting extends Pick<Draft, 'incident' | 'by' | 'fields' | 'wordings'> {
  readonly corrects: NonNullable<Draft['corrects']>
  readonly isSaved?: boolean
  /** What is another than when it was looked at. */
  readonly changes?: readonly string[]
}

/** What every reader would read after the correction. What was typed is kept before it is shown. */
export async function showCorrection(request: Request, incident: Incident, given: Correcting) {
  const { app } = request
  const { policy } = app
  const { isSaved, changes = [], ...written } = given
  const update = updateNumbered(incident, given.corrects.update)
  if (!update) throw new UserError('nothing-to-correct', 'That update is not there any more.')
  const at = app.now()
  const followers = foundFollowers(incident, update)
  const previews = previewUpdate(withWords(update, written), { incident, policy, correctedAt: at, followers })
  const shown: Wordings = Object.fromEntries(previews.map(({ audience, text }) => [audience, text]))
  const token = app.newId()
  const known = lastCorrection(incident, update.seq)?.seq ?? 0
  const corrects = { update: update.seq, known }
  await app.drafts.save({
    ...written,
    corrects,
    token,
    shown,
    basis: basisOf(incident, policy),
    savedAt: at,
  })
  return previewModalView(incident, {
    previews,
    token,
    isSaved,
    of: {
      callbackId: correctPreviewCallback,
      title: `Correct ${incident.id}`,
      submit: 'Correct',
      carries: corrects,
      canBeKept: true,
    },
    notices: {
      overtakenBy: undefined,
      sentences: [...(known === given.corrects.known ? [] : [overtaken]), ...changes],
    },
  })
}

/** The form with which a correction begins. */
export const correctModal: Modal = {
  callbackId: correctCallback,
  async submit(request, form, metadata): Promise<Submitted> {
    const incident = await findIncident(request, incidentOf(metadata))
    const corrects = correctionIn(metadata)
    const { by } = request.actor
    const update = requireCorrectable(incident, by, corrects.update)
    const parsed = schemaFor(update).safeParse(form)
    if (!parsed.success) return { errors: fieldErrors(parsed.error) }
    const draft = await correctionDraft(request, incident, update.seq)
    return {
      push: await showCorrection(request, incident, {
        incident: incident.id,
        by,
        fields: correctedFields(update, incident, parsed.data),
        wordings: draft?.wordings ?? asCorrected(update, incident).wordings ?? {},
        corrects,
      }),
    }
  },
}

/** The correction that a preview shows, with what was changed in it; undefined when it has been sent already. */
export async function editedCorrection(
  request: Request,
  incident: Incident,
  { form, metadata }: { form: FormValues; metadata: string },
): Promise<(Draft & { readonly corrects: NonNullable<Draft['corrects']> }) | undefined> {
  const { app, actor } = request
  const { token } = previewOf(metadata)
  if (isSent(incident, sendingOf(token))) return undefined
  const { update } = correctionIn(metadata)
  const draft = await app.drafts.get({ incident: incident.id, by: actor.by, corrects: { update } })
  if (draft?.token !== token || !draft.corrects)
    throw new UserError(
      'draft-replaced',
      'You went on with this correction in another window. Copy from here what you need, close this, and press Correct again.',
    )
  const wordings = changedWordings({ shown: draft.shown, own: draft.wordings }, wordingsIn(form))
  return { ...draft, corrects: draft.corrects, wordings }
}

/** Its preview, with which it is sent. */
export const correctPreviewModal: Modal = {
  callbackId: correctPreviewCallback,
  async submit(request, form, metadata): Promise<Submitted> {
    const { app, actor } = request
    const { incident: id, token } = previewOf(metadata)
    const incident = await findIncident(request, id)
    const edited = await editedCorrection(request, incident, { form, metadata })
    if (edited) {
      const { fields, corrects, wordings, basis } = edited
      const { policy } = app
      try {
        await decide(app, id, {
          by: { ...actor, requestId: sendingOf(token) },
          run: correctAsShown,
          input: { ...corrects, fields, wordings, basis, policy },
        })
      } catch (error) {
        if (!(error instanceof UserError && [correctedMeanwhile, changedMeanwhile].includes(error.code))) throw error
        const latest = await findIncident(request, id)
        const changes = describedElse(basis, latest, policy)
        const given = { incident: id, by: actor.by, fields, wordings, corrects, changes }
        return { update: await showCorrection(request, latest, given) }
      }
    }
    await app.drafts.remove({ incident: id, by: actor.by, corrects: correctionIn(metadata), token })
    return undefined
  },
}
