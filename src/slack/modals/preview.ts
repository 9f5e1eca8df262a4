import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { type Draft, sendingOf } from '../../app/drafts.ts'
import { decide } from '../../app/incidents.ts'
import type { Incident } from '../../domain/incident.ts'
import { laterThanOwed } from '../../domain/promises.ts'
import { asWritten, changedMeanwhile, sendUpdate } from '../../domain/send-update.ts'
import type { Fact } from '../../domain/timeline.ts'
import {
  type AudiencePreview,
  basisOf,
  changedSince,
  changedWordings,
  isSent,
  previewUpdate,
  type Wordings,
} from '../../domain/update-preview.ts'
import { UserError } from '../../errors.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, section, textInput, words } from '../blocks.ts'
import { followersOf } from '../followers.ts'
import { join, type Mrkdwn, md, mention, placeLink, spoken, when } from '../mrkdwn.ts'
import { findIncident, type Request } from '../request.ts'
import type { FormValues } from './form.ts'
import { incidentOf, type Modal, modalView, type Submitted } from './modal.ts'

export const previewCallback = 'preview'
const prefix = 'words_'

const carriedSchema = z.object({ draft: z.string() })

/** What a preview carries. */
export function previewOf(metadata: string): { incident: string; token: string } {
  return { incident: incidentOf(metadata), token: carriedSchema.parse(JSON.parse(metadata)).draft }
}

export type Notices = NonNullable<ReturnType<typeof changedSince>>

interface PreviewOptions extends Pick<Shown, 'notices' | 'isSaved'> {
  readonly previews: readonly AudiencePreview[]
  readonly token: string
  /** That something is promised which the policy does not mean. */
  readonly warning?: string | undefined
  /** Of something else than an update that is sent. */
  readonly of?: Purpose
}

interface Purpose {
  readonly callbackId: string
  readonly title: string
  readonly submit: string
  readonly carries?: object
  readonly canBeKept: boolean
}

/** Every audience of an update, who it is, what it will read, and what it will not. */
export function previewModalView(
  incident: { readonly id: string },
  { previews, token, notices, isSaved, warning, of }: PreviewOptions,
): ModalView {
  return modalView({
    callbackId: of?.callbackId ?? previewCallback,
    title: of?.title ?? `Preview ${incident.id}`,
    submit: of?.submit ?? 'Send',
    close: 'Back',
    metadata: JSON.stringify({
      incident: incident.id,
      draft: token,
      ...of?.carries,
    }),
    blocks: [
      ...(isSaved
        ? [
            section(
              md`:white_check_mark: Saved as a draft. Only you see it; ${of ? 'Correct' : 'Update'} brings it back.`,
            ),
          ]
        : []),
      ...(notices ? noticeBlocks(notices) : []),
      ...(warning ? [section(md`:warning: ${warning} *Back* changes it.`)] : []),
      ...(previews.length === 0 ? [section(md`Nobody can be reached with it yet. It is kept for the review.`)] : []),
      ...previews.slice(0, maxAudiences).flatMap(audienceBlocks),
      ...(previews.length > maxAudiences
        ? [context(md`And ${previews.length - maxAudiences} more, each with what it may see.`)]
        : []),
      ...(of && !of.canBeKept
        ? []
        : actions([button('Save as draft', ACTIONS.saveDraft, { value: incident.id })], 'preview_actions')),
    ],
  })
}

/** Each takes up to five blocks, of which a modal holds a hundred. */
const maxAudiences = 19

function audienceBlocks(preview: AudiencePreview): KnownBlock[] {
  const { audience, label, heading, text, next, marks, hidden, tone, isOwn, isCut } = preview
  const below = [
    ...(next ? [md`*${next.label}* ${when(next.at)}${next.inWords ? md` (${next.inWords})` : ''}`] : []),
    ...marks.map(spoken),
    ...(hidden.length > 0 ? [md`:see_no_evil: *Hidden from ${label}:* ${hidden.join(', ')}`] : []),
    ...(tone ? [md`*Tone:* ${tone}`] : []),
  ]
  return [
    section(md`*${label}* · ${readers(preview.places)}\n${heading}`),
    textInput({
      id: `${prefix}${audience}`,
      label: `Words for ${label}`,
      multiline: true,
      optional: true,
      initial: text,
      hint: isCut
        ? 'It is longer than fits here and goes out whole. If you change it, what stands here is all that is sent.'
        : isOwn
          ? 'In words of its own. Empty it to have the template’s again.'
          : 'Change them, and only this audience reads your words.',
    }),
    ...(below.length > 0 ? [context(...below)] : []),
    { type: 'divider' },
  ]
}

function readers(places: readonly string[]): Mrkdwn {
  const people = places.filter(place => /^[UW]/.test(place)).length
  const channels = places.filter(place => !/^[UW]/.test(place)).map(placeLink)
  return join(
    [...channels, ...(people > 0 ? [md`${people === 1 ? '1 person' : `${people} people`}, directly`] : [])],
    ', ',
  )
}

function noticeBlocks({ overtakenBy, sentences }: Notices): KnownBlock[] {
  return [
    ...(overtakenBy ? overtaken(overtakenBy) : []),
    ...(sentences.length > 0
      ? [section(md`:warning: ${sentences.join(' ')} This is what would be read now: look at it, then send it.`)]
      : []),
  ]
}

function overtaken({ by, at, kind, fields }: Fact<'update-written'>): KnownBlock[] {
  const text = Object.values(fields).join('\n\n')
  return [
    section(
      md`:warning: ${mention(by)} ${kind === 'no-change' ? 'reported no change' : 'sent an update'} ${when(at)}. Look at it, then send yours.`,
    ),
    words('What went out', text),
  ]
}

interface Shown extends Omit<Draft, 'token' | 'shown' | 'basis' | 'savedAt' | 'corrects' | 'ends'> {
  readonly notices?: Notices | undefined
  /** Of the preview that it takes the place of. */
  readonly token?: string
  /** Because somebody asked for that. */
  readonly isSaved?: boolean | undefined
}

/** Shows what would be sent now, and keeps it before anybody sees it. */
export async function showPreview(
  request: Request,
  incident: Incident,
  { notices, isSaved, ...draft }: Shown,
): Promise<ModalView> {
  const { app, actor } = request
  const { policy } = app
  const at = app.now()
  const { incident: id, by, fields, nextInMinutes, wordings, token = app.newId() } = draft
  const update = asWritten(incident, { fields, nextInMinutes, wordings, policy }, { ...actor, at })
  const followers = await followersOf(request, incident, update)
  const previews = previewUpdate(update, { incident, policy, followers })
  const shown: Wordings = Object.fromEntries(previews.map(({ audience, text }) => [audience, text]))
  await app.drafts.save({
    ...{ incident: id, by, fields, nextInMinutes, wordings, token },
    shown,
    basis: basisOf(incident, policy),
    savedAt: at,
  })
  const warning = laterThanOwed(update, { incident, policy })
  return previewModalView(incident, { previews, token, notices, isSaved, warning })
}

/** Sends a draft as it was shown, or shows it anew with what is another now. */
export async function send(request: Request, incident: Incident, draft: Draft): Promise<Submitted> {
  const { app, actor } = request
  const { policy } = app
  const { fields, nextInMinutes, wordings, basis, token, by } = draft
  try {
    await decide(app, incident.id, {
      // One gesture for all windows and attempts: after a crash in between, the second finds the first.
      by: { ...actor, requestId: sendingOf(token) },
      run: sendUpdate,
      input: { fields, nextInMinutes, wordings, basis, policy },
    })
  } catch (error) {
    if (!(error instanceof UserError && error.code === changedMeanwhile)) throw error
    const latest = await findIncident(request, incident.id)
    const notices = changedSince(basis, latest, policy)
    return {
      update: await showPreview(request, latest, {
        incident: incident.id,
        by,
        fields,
        nextInMinutes,
        wordings,
        notices,
      }),
    }
  }
  await app.drafts.remove({ incident: incident.id, by, token })
  return undefined
}

/** The draft that a preview shows, with what was changed in it; undefined when it has been sent already. */
export async function editedDraft(
  request: Request,
  incident: Incident,
  { form, token }: { form: FormValues; token: string },
): Promise<Draft | undefined> {
  const { app, actor } = request
  if (isSent(incident, sendingOf(token))) {
    await app.drafts.remove({ incident: incident.id, by: actor.by, token })
    return undefined
  }
  const draft = await app.drafts.get({ incident: incident.id, by: actor.by })
  if (draft?.token !== token)
    throw new UserError(
      'draft-replaced',
      'You went on with this update, or discarded it, in another window. Copy from here what you need, close this, and press Update: the latest text is there.',
    )
  const wordings = changedWordings({ shown: draft.shown, own: draft.wordings }, wordingsIn(form))
  const edited = { ...draft, wordings, savedAt: app.now() }
  await app.drafts.save(edited)
  return edited
}

/** The words of a preview’s form, by audience. */
export function wordingsIn(form: FormValues): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(form).flatMap(([field, text]) =>
      field.startsWith(prefix) ? [[field.slice(prefix.length), typeof text === 'string' ? text : undefined]] : [],
    ),
  )
}

export const previewModal: Modal = {
  callbackId: previewCallback,
  async submit(request, form, metadata) {
    const { incident: id, token } = previewOf(metadata)
    const incident = await findIncident(request, id)
    const draft = await editedDraft(request, incident, { form, token })
    return draft && send(request, incident, draft)
  },
}
