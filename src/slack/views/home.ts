import type { HomeView } from '@slack/types'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { ROLE, ROLES } from '../../domain/roles.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, header, section } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { incidentLine } from './incident-line.ts'

const shownAtMost = 20

/** The Home tab: the open incidents this person may know of, the most pressing first, and their roles. */
export function homeView(incidents: readonly Incident[], me: string, policy: Policy): HomeView {
  const mine = incidents.flatMap(incident =>
    ROLES.filter(role => incident.roles[role] === me).map(role => `${ROLE[role].label} of ${incident.id}`),
  )
  return {
    type: 'home',
    blocks: [
      ...actions([button('Declare an incident', ACTIONS.declare, { style: 'danger' })], 'home_actions'),
      header('Open incidents'),
      ...(incidents.length === 0 ? [section(md`Nothing is open. Enjoy the quiet.`)] : []),
      ...incidents.slice(0, shownAtMost).map(incident => section(incidentLine(incident, policy))),
      ...(incidents.length > shownAtMost ? [context(md`and ${incidents.length - shownAtMost} more`)] : []),
      header('Your roles'),
      section(mine.length > 0 ? md`${mine.join('\n')}` : md`You hold no role in an open incident.`),
    ],
  }
}
