import { z } from 'zod'
import { type Draft, sendingOf } from '../../app/drafts.ts'
import { decide } from '../../app/incidents.ts'
import {
  asCorrected,
  correctedMeanwhile,
  correctUpdate,
  lastCorrection,
  requireCorrectable,
  withWords,
} from '../../domain/correction.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import type { Fact } from '../../domain/timeline.ts'
import {
  basisOf,
  changedWordings,
  isSent,
  previewUpdate,
  updateNumbered,
  type Wordings,
  writtenOnly,
} from '../../domain/update-preview.ts'
import { UserError } from '../../errors.ts'
import { context } from '../blocks.ts'
import { md, when } from '../mrkdwn.ts'
import { findIncident, openModal, type Request } from '../request.ts'
import { fieldErrors } from './form.ts'
import { incidentOf, type Modal, modalView, type Submitted } from './modal.ts'
import { previewModalView, previewOf, wordingsIn } from './preview.ts'
import { fieldInputs, reportSchema } from './update.ts'

const formCallback = 'correct'
const previewCallback = 'preview_correction'

const carriedSchema = z.object({ update: z.number(), known: z.number() })

/** The form, filled with what the last update says now. */
export async function openCorrectForm(request: Request, incident: Incident): Promise<void> {
  const update = requireCorrectable(incident, request.actor.by)
  await openModal(request, correctModalView(incident, update, request.app.policy))
}

function correctModalView(incident: Incident, update: Fact<'update-written'>, policy: Policy) {
  const known = lastCorrection(incident, update.seq)?.seq ?? 0
  return modalView({
    callbackId: formCallback,
    title: `Correct ${incident.id}`,
    submit: 'Preview',
    metadata: JSON.stringify({ incident: incident.id, update: update.seq, known }),
    blocks: [
      context(
        md`This corrects the update of ${when(update.at)}. Its messages are changed where they stand and marked as corrected; nobody’s clock starts anew.`,
      ),
      ...fieldInputs(incident, policy, asCorrected(update, incident).fields),
    ],
  })
}

interface Correcting extends Pick<Draft, 'incident' | 'by' | 'fields' | 'wordings'> {
  readonly corrects: NonNullable<Draft['corrects']>
}

/** What every reader would read after the correction. What was typed is kept before it is shown. */
async function showCorrection(request: Request, incident: Incident, given: Correcting & { notice?: string }) {
  const { app } = request
  const { policy } = app
  const { notice, ...written } = given
  const update = updateNumbered(incident, given.corrects.update)
  if (!update) throw new UserError('nothing-to-correct', 'That update is not there any more.')
  const at = app.now()
  const previews = previewUpdate(withWords(update, written), { incident, policy, correctedAt: at })
  const shown: Wordings = Object.fromEntries(previews.map(({ audience, text }) => [audience, text]))
  const token = app.newId()
  const known = lastCorrection(incident, update.seq)?.seq ?? 0
  await app.drafts.save({
    ...written,
    corrects: { update: update.seq, known },
    nextInMinutes: update.nextInMinutes ?? 0,
    token,
    shown,
    basis: basisOf(incident, policy),
    savedAt: at,
  })
  return previewModalView(incident, {
    previews,
    token,
    of: { callbackId: previewCallback, title: `Correct ${incident.id}`, submit: 'Correct', update: update.seq, known },
    ...(notice ? { notices: { overtakenBy: undefined, sentences: [notice] } } : {}),
  })
}

/** The form with which a correction begins. */
export const correctModal: Modal = {
  callbackId: formCallback,
  async submit(request, form, metadata): Promise<Submitted> {
    const parsed = reportSchema.safeParse(form)
    if (!parsed.success) return { errors: fieldErrors(parsed.error) }
    const incident = await findIncident(request, incidentOf(metadata))
    requireCorrectable(incident, request.actor.by)
    const corrects = carriedSchema.parse(JSON.parse(metadata))
    const update = updateNumbered(incident, corrects.update)
    const wordings = (update && asCorrected(update, incident).wordings) ?? {}
    const by = request.actor.by
    return {
      push: await showCorrection(request, incident, {
        incident: incident.id,
        by,
        fields: writtenOnly(parsed.data),
        wordings,
        corrects,
      }),
    }
  },
}

/** Its preview, with which it is sent. */
export const correctPreviewModal: Modal = {
  callbackId: previewCallback,
  async submit(request, form, metadata): Promise<Submitted> {
    const { app, actor } = request
    const { incident: id, token } = previewOf(metadata)
    const { update } = carriedSchema.parse(JSON.parse(metadata))
    const incident = await findIncident(request, id)
    const whose = { incident: id, by: actor.by, corrects: { update } }
    if (!isSent(incident, sendingOf(token))) {
      const draft = await app.drafts.get(whose)
      if (draft?.token !== token || !draft.corrects)
        throw new UserError(
          'draft-replaced',
          'You went on with this correction in another window. Copy from here what you need, close this, and press Correct again.',
        )
      const { fields, corrects } = draft
      const wordings = changedWordings({ shown: draft.shown, own: draft.wordings }, wordingsIn(form))
      try {
        await decide(app, id, {
          by: { ...actor, requestId: sendingOf(token) },
          run: correctUpdate,
          input: { ...corrects, fields, wordings },
        })
      } catch (error) {
        if (!(error instanceof UserError && error.code === correctedMeanwhile)) throw error
        const latest = await findIncident(request, id)
        const by = actor.by
        const notice =
          'Somebody else corrected it meanwhile; the thread below the update says what. This would take its place.'
        return {
          update: await showCorrection(request, latest, { incident: id, by, fields, wordings, corrects, notice }),
        }
      }
    }
    await app.drafts.remove({ ...whose, token })
    return undefined
  },
}
