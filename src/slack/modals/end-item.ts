import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { decide } from '../../app/incidents.ts'
import { type ActionItem, endItem, itemNumber } from '../../domain/action-items.ts'
import { moveItem } from '../../domain/move-item.ts'
import { momentInput, section, textInput } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { findIncident } from '../request.ts'
import { optionalLink } from './action-item.ts'
import { fieldErrors, optionalMoment, requiredText } from './form.ts'
import { type Modal, modalView } from './modal.ts'

const maxReason = 500
const reason = requiredText(maxReason, 'Say why. It stands in the review.')
const metadataSchema = z.object({ incident: z.string(), item: z.number().int() })
const moveSchema = z.object({ dueAt: optionalMoment, link: optionalLink, reason })
const dropSchema = z.object({ reason })

/** `incident` is the id. */
function view(
  incident: string,
  item: ActionItem,
  more: Pick<ModalView, 'blocks'> & { callbackId: string; submit: string },
) {
  return modalView({
    ...more,
    title: `${incident} ${itemNumber(item)}`,
    metadata: JSON.stringify({ incident, item: item.number }),
    blocks: [section(md`${item.text}`), ...more.blocks],
  })
}

function reasonInput(label: string) {
  return textInput({
    id: 'reason',
    label,
    multiline: true,
    max: maxReason,
    hint: 'Stands in the review, with your name.',
  })
}

export function moveItemView(incident: string, item: ActionItem): ModalView {
  return view(incident, item, {
    callbackId: moveItemModal.callbackId,
    submit: 'Move',
    blocks: [
      momentInput({ id: 'dueAt', label: 'To which day?', optional: true }),
      textInput({
        id: 'link',
        label: 'Or where does it go on?',
        optional: true,
        placeholder: 'https://',
        hint: 'With a ticket’s address and no day it is over here.',
      }),
      reasonInput('Why?'),
    ],
  })
}

export function dropItemView(incident: string, item: ActionItem): ModalView {
  return view(incident, item, {
    callbackId: dropItemModal.callbackId,
    submit: 'Won’t do',
    blocks: [reasonInput('Why will it not be done?')],
  })
}

export const moveItemModal: Modal = {
  callbackId: 'move_item',
  async submit(request, form, metadata) {
    const parsed = moveSchema.safeParse(form)
    if (!parsed.success) return { errors: fieldErrors(parsed.error) }
    const { incident, item: number } = metadataSchema.parse(JSON.parse(metadata))
    const { id } = await findIncident(request, incident)
    await decide(request.app, id, { by: request.actor, run: moveItem, input: { number, ...parsed.data } })
    return undefined
  },
}

export const dropItemModal: Modal = {
  callbackId: 'drop_item',
  async submit(request, form, metadata) {
    const parsed = dropSchema.safeParse(form)
    if (!parsed.success) return { errors: fieldErrors(parsed.error) }
    const { incident, item: number } = metadataSchema.parse(JSON.parse(metadata))
    const { id } = await findIncident(request, incident)
    const input = { number, outcome: 'dropped' as const, reason: parsed.data.reason }
    await decide(request.app, id, { by: request.actor, run: endItem, input })
    return undefined
  },
}
