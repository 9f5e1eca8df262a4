import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { decide } from '../../app/incidents.ts'
import { adjustAudience, requireAdjustable } from '../../domain/adjust-audience.ts'
import { adjustmentOf } from '../../domain/adjustments.ts'
import { type AudienceId, FOLLOWERS } from '../../domain/audience-ids.ts'
import { audienceLabel, audienceOf } from '../../domain/audiences.ts'
import { describeMinutes } from '../../domain/duration.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { cadenceOf, describeCadence } from '../../domain/promises.ts'
import { stakeholdersOf } from '../../domain/stakeholders.ts'
import { ACTIONS } from '../action-ids.ts'
import { readersProblem } from '../added-readers.ts'
import {
  actions,
  button,
  channelsInput,
  type MessageView,
  peopleInput,
  section,
  selectInput,
  textInput,
} from '../blocks.ts'
import { md, mention } from '../mrkdwn.ts'
import { findIncident, type Request } from '../request.ts'
import { stakeholderMap } from '../stakeholder-map.ts'
import { fieldErrors, optionalText } from './form.ts'
import { type Modal, modalView } from './modal.ts'

const callbackId = 'adjust-audience'
const maxReason = 300
const carriedSchema = z.object({ incident: z.string(), audience: z.string(), known: z.number() })

const HEARS = { policy: undefined, told: true, out: false } as const
type Choice = keyof typeof HEARS

const cadences = ['policy', 'none', '15', '30', '60', '120', '240', '1440'] as const
const involvements = ['policy', 'informed', 'consulted'] as const

/** Minutes between updates, null for none; undefined leaves that to the policy. */
function cadenceFrom(choice: (typeof cadences)[number]): number | null | undefined {
  if (choice === 'policy') return undefined
  return choice === 'none' ? null : Number(choice)
}

function cadenceText(choice: (typeof cadences)[number], owed: number | null): string {
  const minutes = cadenceFrom(choice)
  const words = (cadence: number | null) => (cadence === null ? 'none' : describeCadence(cadence))
  if (minutes === undefined) return `As the policy says: ${words(owed)}`
  return minutes === null ? 'None is promised' : `Every ${describeMinutes(minutes)}`
}

function cadenceChoice(cadence: number | null | undefined): string {
  if (cadence === undefined) return 'policy'
  return cadence === null ? 'none' : String(cadence)
}

/** Which incident and audience a button is about: `INC-42/support`. */
function writeAudienceRef(incident: { readonly id: string }, audience: AudienceId): string {
  return `${incident.id}/${audience}`
}

export function readAudienceRef(value: string): { incident: string; audience: AudienceId } {
  const [incident = '', ...rest] = value.split('/')
  return { incident, audience: rest.join('/') }
}

/** The map to look at, and to change from. */
export function stakeholdersModalView(incident: { readonly id: string }, { blocks }: MessageView): ModalView {
  return modalView({ callbackId: 'stakeholders', title: `Who hears of ${incident.id}`, blocks })
}

/** Asks what is to be different for one audience of this incident, and why. */
export function adjustAudienceModalView(incident: Incident, audience: AudienceId, policy: Policy): ModalView {
  const label = audienceLabel(audience, policy)
  const adjusted = adjustmentOf(audience, incident)
  const { hears, added = [], cadence, involvement } = adjusted ?? {}
  const why = stakeholdersOf(incident, policy, 0).find(one => one.audience === audience)?.why ?? ''
  const chosen: Choice = hears === undefined ? 'policy' : hears ? 'told' : 'out'
  const value = writeAudienceRef(incident, audience)
  const owed = cadenceOf(audience, { priority: incident.priority }, policy)
  const mayAdd = !incident.isPrivate && audience !== FOLLOWERS
  return modalView({
    callbackId,
    title: `Change ${incident.id}`,
    submit: 'Change',
    metadata: JSON.stringify({ incident: incident.id, audience, known: incident.timeline.length }),
    blocks: [
      section(md`*${label}*: ${why}. What you change here holds for ${incident.id} alone.`),
      ...(adjusted
        ? [
            section(md`Changed by ${mention(adjusted.by)}: ${adjusted.reason ?? ''}`),
            ...actions([button('Undo this change', ACTIONS.undoAdjustment, { value })], 'undo'),
          ]
        : []),
      selectInput({
        id: 'hears',
        label: `Does ${label} hear of it?`,
        choices: [
          { value: 'policy', text: 'As the policy says' },
          { value: 'told', text: 'Told, whatever the policy’s rule says' },
          { value: 'out', text: 'Left out' },
        ],
        initial: chosen,
      }),
      selectInput({
        id: 'cadence',
        label: `How often is ${label} owed an update?`,
        choices: cadences.map(value => ({ value, text: cadenceText(value, owed) })),
        initial: cadenceChoice(cadence),
        hint: 'What was promised already is kept.',
      }),
      selectInput({
        id: 'involvement',
        label: `Is ${label} asked for its view?`,
        choices: [
          { value: 'policy', text: `As the policy says: ${audienceOf(audience, policy).involvement ?? 'informed'}` },
          { value: 'informed', text: 'Informed: told, and asked nothing' },
          { value: 'consulted', text: 'Consulted: asked below each report' },
        ],
        initial: involvement ?? 'policy',
      }),
      ...(mayAdd
        ? [
            channelsInput({
              id: 'channels',
              label: 'Channels that read it too',
              optional: true,
              initial: added.filter(place => !/^[UW]/.test(place)),
              hint: 'Sitrep must be a member.',
            }),
            peopleInput({
              id: 'people',
              label: 'People who read it too',
              optional: true,
              initial: added.filter(place => /^[UW]/.test(place)),
              hint: 'In direct messages.',
            }),
          ]
        : []),
      textInput({
        id: 'reason',
        label: 'Why',
        multiline: true,
        max: maxReason,
        hint: 'Stands on this map and on the timeline, with your name.',
      }),
    ],
  })
}

const ids = z.array(z.string()).max(10).default([])
const schema = z.object({
  hears: z.enum(['policy', 'told', 'out'], 'Choose one.'),
  cadence: z.enum(cadences, 'Choose one.'),
  involvement: z.enum(involvements, 'Choose one.'),
  channels: ids,
  people: ids,
  reason: optionalText(maxReason).transform(reason => reason ?? ''),
})

export const adjustAudienceModal: Modal = {
  callbackId,
  async submit(request, form, metadata) {
    const parsed = schema.safeParse(form)
    if (!parsed.success) return { errors: fieldErrors(parsed.error) }
    const { hears, channels, people, involvement, reason } = parsed.data
    const cadence = cadenceFrom(parsed.data.cadence)
    const { incident: id, audience, known: facts } = carriedSchema.parse(JSON.parse(metadata))
    const { policy } = request.app
    const incident = await findIncident(request, id)
    // Before anything is asked of Slack: who may not, learns nothing of channels.
    requireAdjustable(incident, audience, request.actor.by)
    const known = adjustmentOf(audience, incident)?.added ?? []
    const problem = await readersProblem(request, { channels, people }, known)
    if (problem) return { errors: problem }
    const after = await decide(request.app, id, {
      // One modal shows the map and several forms in turn.
      by: { ...request.actor, requestId: `${request.actor.requestId}/${audience}/${facts}` },
      run: adjustAudience,
      input: {
        audience,
        ...(hears === 'policy' ? {} : { hears: HEARS[hears] }),
        added: [...channels, ...people],
        ...(cadence === undefined ? {} : { cadence }),
        ...(involvement === 'policy' ? {} : { involvement }),
        reason,
        policy,
      },
    })
    return { update: stakeholdersModalView(after, await stakeholderMap(request, after)) }
  },
}

/** The form, for somebody who may use it. Throws UserError. */
export async function adjustForm(request: Request, incident: Incident, audience: AudienceId): Promise<ModalView> {
  requireAdjustable(incident, audience, request.actor.by)
  return adjustAudienceModalView(incident, audience, request.app.policy)
}
