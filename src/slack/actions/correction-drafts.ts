import { asCorrected, requireCorrectable } from '../../domain/correction.ts'
import { basisOf } from '../../domain/update-preview.ts'
import { section } from '../blocks.ts'
import {
  correctCallback,
  correctedFields,
  correctionDraft,
  correctionIn,
  correctModalView,
  correctPreviewCallback,
  editedCorrection,
  showCorrection,
} from '../modals/correct.ts'
import { modalView } from '../modals/modal.ts'
import { md } from '../mrkdwn.ts'
import { findIncident, type Reply } from '../request.ts'
import type { ActionRequest } from './action.ts'
import { replaceView } from './replace-view.ts'

/** Keeps a correction that stands in its form or its preview, however little it is. */
export async function saveCorrection(request: ActionRequest): Promise<void> {
  if (request.view?.callbackId === correctCallback) await saveFromForm(request)
  if (request.view?.callbackId === correctPreviewCallback) await saveFromPreview(request)
}

async function saveFromForm(request: ActionRequest): Promise<void> {
  const { app, actor, view, value } = request
  if (!view) return
  const incident = await findIncident(request, value)
  const corrects = correctionIn(view.metadata)
  const update = requireCorrectable(incident, actor.by, corrects.update)
  const before = await correctionDraft(request, incident, update.seq)
  const draft = {
    incident: incident.id,
    by: actor.by,
    corrects: { update: update.seq, known: corrects.known },
    fields: correctedFields(update, incident, view.form),
    wordings: before?.wordings ?? asCorrected(update, incident).wordings ?? {},
    token: app.newId(),
    shown: {},
    basis: basisOf(incident, app.policy),
    savedAt: app.now(),
  }
  await app.drafts.save(draft)
  const notice = 'Saved as a draft. Only you see it; Correct brings it back.'
  await replaceView(request, correctModalView({ incident, update, draft, notice }, app.policy))
}

async function saveFromPreview(request: ActionRequest): Promise<void> {
  const { view, value } = request
  if (!view) return
  const incident = await findIncident(request, value)
  const edited = await editedCorrection(request, incident, view)
  if (!edited) return
  const { by, fields, wordings, corrects } = edited
  const given = { incident: incident.id, by, fields, wordings, corrects, isSaved: true }
  await replaceView(request, await showCorrection(request, incident, given))
}

/** Throws away the correction that this person has not sent. */
export async function discardCorrection(request: ActionRequest): Promise<Reply | undefined> {
  const { app, actor, view, value } = request
  if (!view) return undefined
  const incident = await findIncident(request, value)
  await app.drafts.remove({ incident: incident.id, by: actor.by, corrects: correctionIn(view.metadata) })
  const text = `Your correction for ${incident.id} is discarded.`
  const blocks = [section(md`${text}`)]
  await replaceView(request, modalView({ callbackId: 'draft_discarded', title: `Correct ${incident.id}`, blocks }))
  return { text }
}
