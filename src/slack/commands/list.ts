import type { KnownBlock } from '@slack/types'
import { statusLabel } from '../../domain/status.ts'
import { context, section } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { openIncidentsFor } from '../open-incidents.ts'
import { hiddenLines, incidentLine } from '../views/incident-line.ts'
import type { Verb } from './verb.ts'

const shownAtMost = 20

export const listVerb: Verb = {
  name: 'list',
  aliases: ['ls'],
  usage: 'list',
  help: 'Lists the open incidents, the most pressing first.',
  async run(request) {
    const { known, ...hidden } = await openIncidentsFor(request)
    const others = hiddenLines(hidden)
    if (known.length + others.length === 0)
      return { text: 'No incident is open. `/incident <what is wrong>` declares one.' }
    const shown = known.slice(0, shownAtMost)
    const blocks: KnownBlock[] = shown.map(incident => section(incidentLine(incident, request.app.policy)))
    const rest = known.length - shown.length
    return {
      text: [
        ...shown.map(one => `${one.id} ${one.title} (${one.priority}, ${statusLabel(one.status)})`),
        ...others,
      ].join('\n'),
      blocks: [
        ...blocks,
        ...(rest > 0 ? [context(md`and ${rest} more`)] : []),
        ...(others.length > 0 ? [context(md`${others.join('\n')}`)] : []),
      ],
    }
  },
}
