import { type Draft, sendingOf } from '../../app/drafts.ts'
import { decide } from '../../app/incidents.ts'
import { asEnded, type Ending, endAsShown } from '../../domain/ending.ts'
import type { Incident } from '../../domain/incident.ts'
import { changedMeanwhile } from '../../domain/send-update.ts'
import {
  basisOf,
  changedSince,
  changedWordings,
  isSent,
  previewUpdate,
  type Wordings,
} from '../../domain/update-preview.ts'
import { UserError } from '../../errors.ts'
import { checkboxInput } from '../blocks.ts'
import { followersOf } from '../followers.ts'
import { findIncident, type Request } from '../request.ts'
import { requireMergeTarget } from './merge-target.ts'
import type { Modal, Submitted } from './modal.ts'
import { type Notices, previewModalView, previewOf, wordingsIn } from './preview.ts'

const callbackId = 'preview_ending'

const SUBMIT: Readonly<Record<Ending['how'], string>> = {
  resolve: 'Resolve',
  cancel: 'Cancel the incident',
  merge: 'Merge',
}

/** For whoever wants no preview of the closing notice. */
export function skipInput() {
  return checkboxInput({
    id: 'skip',
    label: 'Before it goes out',
    optional: true,
    choice: { value: 'skip', text: 'Send the closing notice without a preview' },
  })
}

export function isSkipped(form: { readonly skip?: unknown }): boolean {
  return Array.isArray(form.skip) && form.skip.length > 0
}

interface Shown {
  readonly ending: Ending
  readonly wordings: Wordings
  readonly notices?: Notices | undefined
}

/** What every audience would read at this end, or nothing where nobody would; what was typed is kept first. */
async function showEnding(request: Request, incident: Incident, { ending, wordings, notices }: Shown) {
  const { app, actor } = request
  const { policy } = app
  const at = app.now()
  const { after, notice } = asEnded(incident, { ending, wordings, policy }, { ...actor, at })
  if (!notice) return undefined
  const followers = await followersOf(request, after, notice)
  const previews = previewUpdate(notice, { incident: after, policy, followers })
  const token = app.newId()
  await app.drafts.save({
    incident: incident.id,
    by: actor.by,
    ends: ending,
    fields: notice.fields,
    wordings,
    token,
    shown: Object.fromEntries(previews.map(({ audience, text }) => [audience, text])),
    basis: basisOf(incident, policy),
    savedAt: at,
  })
  return previewModalView(incident, {
    previews,
    token,
    notices,
    of: { callbackId, title: `Preview ${incident.id}`, submit: SUBMIT[ending.how], canBeKept: false },
  })
}

/** Shows the closing notice, or ends the incident at once for whoever wants no preview and where nobody is told. */
export async function submitEnding(
  request: Request,
  incident: Incident,
  { ending, isAtOnce }: { ending: Ending; isAtOnce: boolean },
): Promise<Submitted> {
  const { app, actor } = request
  const { policy } = app
  const draft = await endingDraft(request, incident)
  const wordings = draft?.ends?.how === ending.how ? draft.wordings : {}
  const view = isAtOnce ? undefined : await showEnding(request, incident, { ending, wordings })
  if (view) return { push: view }
  await decide(app, incident.id, {
    by: actor,
    run: (latest, given, stamp) => asEnded(latest, given, stamp).after,
    input: { ending, wordings, policy },
  })
  await app.drafts.remove({ incident: incident.id, by: actor.by, ends: ending })
  return undefined
}

/** What this person has written about the end and not sent. */
export async function endingDraft({ app, actor }: Request, incident: Incident): Promise<Draft | undefined> {
  const draft = await app.drafts.get({ incident: incident.id, by: actor.by, ends: {} })
  return draft && isSent(incident, sendingOf(draft.token)) ? undefined : draft
}

/** The preview of a closing notice, with which the incident ends. */
export const endingPreviewModal: Modal = {
  callbackId,
  async submit(request, form, metadata): Promise<Submitted> {
    const { app, actor } = request
    const { policy } = app
    const { incident: id, token } = previewOf(metadata)
    const incident = await findIncident(request, id)
    const whose = { incident: id, by: actor.by, ends: {} }
    if (!isSent(incident, sendingOf(token))) {
      const draft = await app.drafts.get(whose)
      if (draft?.token !== token || !draft.ends)
        throw new UserError(
          'draft-replaced',
          'You went on with this in another window. Copy from here what you need, close this, and begin again: what you wrote last is there.',
        )
      const { ends: ending, basis } = draft
      // Whether this person may know of the other one is asked again.
      if (ending.how === 'merge') await requireMergeTarget(request, incident, ending.into)
      const wordings = changedWordings({ shown: draft.shown, own: draft.wordings }, wordingsIn(form))
      await app.drafts.save({ ...draft, wordings, savedAt: app.now() })
      try {
        await decide(app, id, {
          by: { ...actor, requestId: sendingOf(token) },
          run: endAsShown,
          input: { ending, wordings, basis, policy },
        })
      } catch (error) {
        if (!(error instanceof UserError && error.code === changedMeanwhile)) throw error
        const latest = await findIncident(request, id)
        const notices = changedSince(basis, latest, policy)
        const view = await showEnding(request, latest, { ending, wordings, notices })
        if (view) return { update: view }
        throw error
      }
    }
    await app.drafts.remove({ ...whose, token })
    return undefined
  },
}
