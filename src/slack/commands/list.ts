import type { KnownBlock } from '@slack/types'
import type { Incident } from '../../domain/incident.ts'
import { PRIORITIES } from '../../domain/priority.ts'
import { isActive, statusLabel } from '../../domain/status.ts'
import { context, section } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { maySee, type Request } from '../request.ts'
import { incidentLine } from '../views/incident-line.ts'
import type { Verb } from './verb.ts'

const shownAtMost = 20

/** The open incidents this person may know of, the most pressing first. */
export async function openIncidentsFor(request: Request): Promise<Incident[]> {
  const open = await request.app.incidents.listOpen()
  const visible = await Promise.all(open.map(incident => maySee(request, incident)))
  return open.filter((_, index) => visible[index]).sort(byPressure)
}

function byPressure(a: Incident, b: Incident): number {
  if (isActive(a.status) !== isActive(b.status)) return isActive(a.status) ? -1 : 1
  return PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority) || a.number - b.number
}

export const listVerb: Verb = {
  name: 'list',
  aliases: ['ls'],
  usage: 'list',
  help: 'Lists the open incidents, the most pressing first.',
  async run(request) {
    const incidents = await openIncidentsFor(request)
    if (incidents.length === 0) return { text: 'No incident is open. `/incident <what is wrong>` declares one.' }
    const shown = incidents.slice(0, shownAtMost)
    const blocks: KnownBlock[] = shown.map(incident => section(incidentLine(incident, request.app.policy)))
    const rest = incidents.length - shown.length
    return {
      text: shown.map(one => `${one.id} ${one.title} (${one.priority}, ${statusLabel(one.status)})`).join('\n'),
      blocks: rest > 0 ? [...blocks, context(md`and ${rest} more`)] : blocks,
    }
  },
}
