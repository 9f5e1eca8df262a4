import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { assignRole, type Incident } from '../../domain/incident.ts'
import { ROLE, ROLES } from '../../domain/roles.ts'
import { context, selectInput, userInput } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { decisionModal, incidentMetadata, modalView } from './modal.ts'

const callbackId = 'role'
const schema = z.object({
  role: z.enum(ROLES, 'Choose a role.'),
  user: z.string('Choose a person.').min(1, 'Choose a person.'),
})

export function roleModalView(incident: Incident, me: string): ModalView {
  return modalView({
    callbackId,
    title: `Roles in ${incident.id}`,
    submit: 'Give the role',
    metadata: incidentMetadata(incident),
    blocks: [
      selectInput({
        id: 'role',
        label: 'Role',
        choices: ROLES.map(role => ({ value: role, text: ROLE[role].label })),
        initial: ROLES.find(role => !incident.roles[role]) ?? 'commander',
      }),
      userInput({ id: 'user', label: 'Person', initial: me }),
      ...ROLES.map(role => context(md`*${ROLE[role].label}* ${ROLE[role].duty}`)),
    ],
  })
}

export const roleModal = decisionModal({ callbackId, schema: () => schema, run: assignRole })
