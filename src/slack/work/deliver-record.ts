import type { Performer } from '../../app/app.ts'
import { renderRecord } from '../../app/records.ts'
import { record } from '../../domain/incident.ts'
import { ownChannel } from '../clearance.ts'
import { md } from '../mrkdwn.ts'
import type { Workspace } from '../workspace.ts'
import { deliverFile } from './deliver-review.ts'

/** Puts the record of the incident’s communications as a file into its channel, once. */
export function deliverRecord(workspace: Workspace): Performer<'deliver-record'> {
  return async ({ incident, work, claim }, app) => {
    const { channel } = await ownChannel(workspace, incident)
    const format = app.formats.find(one => one.id === 'markdown')
    if (!format) throw new Error('there is no markdown format to deliver the record in')
    const file = `${incident.id}-communications-${work.fact.seq}.${format.extension}`
    const bytes = new TextEncoder().encode(await renderRecord(app, incident, format))
    const comment = md`Who was told what about ${incident.id}, when, and whether it was in time.`
    await deliverFile(workspace, claim, {
      channel,
      file,
      comment,
      bytes: bytes.length,
      content: ReadableStream.from([bytes]),
    })
    return (latest, stamp) => record(latest, stamp, { type: 'record-delivered', file })
  }
}
