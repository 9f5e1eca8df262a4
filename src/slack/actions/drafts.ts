import { basisOf, writtenOnly } from '../../domain/update-preview.ts'
import { UserError } from '../../errors.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, section } from '../blocks.ts'
import { correctCallback } from '../modals/correct.ts'
import { modalView } from '../modals/modal.ts'
import { editedDraft, previewCallback, previewOf, showPreview } from '../modals/preview.ts'
import { draftOf, seenIn, updateCallback, updateModalView } from '../modals/update.ts'
import { md } from '../mrkdwn.ts'
import { findIncident, type Reply } from '../request.ts'
import type { Action, ActionRequest } from './action.ts'
import { discardCorrection, saveCorrection } from './correction-drafts.ts'
import { replaceView } from './replace-view.ts'

/** Keeps what stands in the form or in the preview, however little it is. */
const saveDraft: Action = {
  id: ACTIONS.saveDraft,
  async run(request) {
    if (request.view?.callbackId === previewCallback) await saveFromPreview(request)
    if (request.view?.callbackId === updateCallback) await saveFromForm(request)
    await saveCorrection(request)
    return undefined
  },
}

async function saveFromForm(request: ActionRequest): Promise<void> {
  const { app, actor, view, value } = request
  if (!view) return
  const incident = await findIncident(request, value)
  const before = await draftOf(request, incident)
  const text = (field: string) => {
    const typed = view.form[field]
    return typeof typed === 'string' ? typed : undefined
  }
  const typed = Object.fromEntries(Object.keys(view.form).map(field => [field, text(field)]))
  const draft = {
    incident: incident.id,
    by: actor.by,
    fields: writtenOnly(typed),
    nextInMinutes: Number(text('next')) || before?.nextInMinutes,
    wordings: before?.wordings ?? {},
    token: app.newId(),
    shown: {},
    basis: { ...seenIn(view.metadata), places: basisOf(incident, app.policy).places },
    savedAt: app.now(),
  }
  await app.drafts.save(draft)
  const notice = 'Saved as a draft. Only you see it; Update brings it back.'
  await replaceView(request, updateModalView(incident, app.policy, { draft, notice }))
}

async function saveFromPreview(request: ActionRequest): Promise<void> {
  const { view, value } = request
  if (!view) return
  const incident = await findIncident(request, value)
  const { token } = previewOf(view.metadata)
  const draft = await editedDraft(request, incident, { form: view.form, token })
  if (draft) await replaceView(request, await showPreview(request, incident, { ...draft, isSaved: true }))
}

/** Throws away what this person has not sent, from the form or from the tray. */
const discardDraft: Action = {
  id: ACTIONS.discardDraft,
  async run(request): Promise<Reply | undefined> {
    const { app, actor, value } = request
    const incident = await findIncident(request, value)
    if (request.view?.callbackId === correctCallback) return discardCorrection(request)
    const draft = await draftOf(request, incident)
    if (!draft) throw new UserError('no-draft', `You have no draft for ${incident.id} any more.`)
    await app.drafts.remove({ incident: incident.id, by: actor.by })
    const text = `Your draft for ${incident.id} is discarded.`
    if (request.view?.callbackId === updateCallback)
      await replaceView(
        request,
        modalView({
          callbackId: 'draft_discarded',
          title: `Update ${incident.id}`,
          blocks: [
            section(md`${text}`),
            ...actions([button('Write an update', ACTIONS.update, { value: incident.id })]),
          ],
        }),
      )
    return { text }
  },
}

export const draftActions: readonly Action[] = [saveDraft, discardDraft]
