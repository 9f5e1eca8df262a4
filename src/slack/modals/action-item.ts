import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { decide } from '../../app/incidents.ts'
import { defaultDueAt } from '../../domain/action-item-policy.ts'
import { ITEM_KIND_LABEL, ITEM_KINDS } from '../../domain/action-item-words.ts'
import { type ActionItem, addItem, changeItem, itemNumber } from '../../domain/action-items.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { momentInput, selectInput, textInput, userInput } from '../blocks.ts'
import { findIncident } from '../request.ts'
import { fieldErrors, optionalMoment, optionalText, requiredText } from './form.ts'
import { type Modal, modalView } from './modal.ts'

const callbackId = 'action_item'
export const itemTextAtMost = 1000

export const optionalLink = optionalText(2000).pipe(
  z.url({ protocol: /^https?$/, error: 'Give its whole address, such as https://tickets.example.com/42.' }).optional(),
)

const schema = z.object({
  text: requiredText(itemTextAtMost, 'Say what is to be done.'),
  kind: z.enum(ITEM_KINDS).optional(),
  owner: z.string().optional(),
  dueAt: optionalMoment,
  link: optionalLink,
  reason: optionalText(itemTextAtMost),
})
const metadataSchema = z.object({
  incident: z.string(),
  item: z.number().int().optional(),
  message: z.string().optional(),
})

interface Given {
  readonly policy: Policy
  readonly now: Date
  /** The one to change. */
  readonly item?: ActionItem
  /** What was said in a message, and which. */
  readonly from?: { readonly text: string; readonly message: string }
}

export function itemModalView(incident: Incident, { policy, now, item, from }: Given): ModalView {
  const metadata = { incident: incident.id, item: item?.number, message: from?.message }
  return modalView({
    callbackId,
    title: item ? `${incident.id} ${itemNumber(item)}` : `Follow-up of ${incident.id}`,
    submit: item ? 'Save' : 'Add',
    metadata: JSON.stringify(metadata),
    blocks: [
      textInput({
        id: 'text',
        label: 'What is to be done?',
        multiline: true,
        max: itemTextAtMost,
        initial: item?.text ?? from?.text,
      }),
      selectInput({
        id: 'kind',
        label: 'What is it good for?',
        choices: ITEM_KINDS.map(value => ({ value, text: ITEM_KIND_LABEL[value] })),
        initial: item?.kind,
        optional: true,
      }),
      userInput({
        id: 'owner',
        label: 'Who sees to it?',
        initial: item?.owner,
        optional: true,
        hint: 'Is reminded before it is due. While nobody owns it, the incident commander is.',
      }),
      momentInput({ id: 'dueAt', label: 'Until when?', initial: item?.dueAt ?? defaultDueAt(incident, policy, now) }),
      ...(item
        ? [
            textInput({ id: 'link', label: 'Its ticket', initial: item.link, optional: true, placeholder: 'https://' }),
            textInput({
              id: 'reason',
              label: 'Why is it changed?',
              multiline: true,
              max: itemTextAtMost,
              optional: true,
              hint: 'Needed to put it off to a later day.',
            }),
          ]
        : []),
    ],
  })
}

export const itemModal: Modal = {
  callbackId,
  async submit(request, form, metadata) {
    const parsed = schema.safeParse(form)
    if (!parsed.success) return { errors: fieldErrors(parsed.error) }
    const { incident: id, item: number, message } = metadataSchema.parse(JSON.parse(metadata))
    const { id: incident } = await findIncident(request, id)
    const { app, actor: by } = request
    const { text, kind, owner, dueAt, link, reason } = parsed.data
    if (number === undefined) {
      const input = { text, kind, owner, dueAt, message, policy: app.policy }
      await decide(app, incident, { by, run: addItem, input })
      return undefined
    }
    const to = { text, kind: kind ?? null, owner: owner ?? null, link: link ?? null, ...(dueAt ? { dueAt } : {}) }
    await decide(app, incident, { by, run: changeItem, input: { number, to, reason } })
    return undefined
  },
}
