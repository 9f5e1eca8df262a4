import { setTimeout as sleep } from 'node:timers/promises'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, section } from '../blocks.ts'
import { lastCorrectionDraft } from '../modals/correct.ts'
import { declareView } from '../modals/declare.ts'
import { trayView } from '../modals/tray.ts'
import { draftOf } from '../modals/update.ts'
import { md } from '../mrkdwn.ts'
import { maySee, openModal, type Reply, type Request, requireReadInside } from '../request.ts'
import { asTyped } from '../typed.ts'
import { verbs } from './index.ts'
import { parseCommand } from './parse.ts'

/** A trigger lives three seconds, and the form must still open within them when the database hangs. */
const lookUpMs = 1_000

/** One `/incident`, from its text to what the person who typed it reads. */
export async function runCommand(request: Request, input: string, channelName: string): Promise<Reply | undefined> {
  const parsed = parseCommand(input, verbs)
  switch (parsed.kind) {
    case 'verb':
      return parsed.verb.run({
        ...request,
        text: asTyped(parsed.text),
        escaped: parsed.text,
        incidentId: parsed.incidentId,
      })
    case 'title':
      await openModal(request, declareView(request.app.policy, { title: asTyped(parsed.title) }))
      return undefined
    case 'unsure':
      return askBack(parsed.verb.usage, parsed.verb.help, asTyped(parsed.title))
    case 'bare':
      await openTrayOrDeclare(request, channelName)
      return undefined
  }
}

function askBack(usage: string, help: string, title: string): Reply {
  const text = `Did you mean \`/incident ${usage}\`? ${help}`
  return {
    text,
    blocks: [
      section(md`Did you mean \`/incident ${usage}\`? ${help}`),
      ...actions([button(`Declare “${title}”`, ACTIONS.declare, { value: title })]),
    ],
  }
}

/**
 * The tray in an incident's channel, the form anywhere else. Only where the name says that it may be an incident's
 * channel is the database asked first: anywhere else the form must open even if the database is down.
 */
async function openTrayOrDeclare(request: Request, channelName: string): Promise<void> {
  const mayBeIncidents = /^inc-\d+/.test(channelName) || channelName === 'privategroup'
  if (mayBeIncidents && request.channel) {
    const incident = await Promise.race([
      request.app.incidents.getByChannel(request.channel).catch(() => undefined),
      sleep(lookUpMs, undefined, { ref: false }),
    ])
    if (incident && (await maySee(request, incident))) {
      await requireReadInside(request, incident)
      // The tray opens without the drafts rather than late.
      const [draft, correction] = await Promise.all([
        draftOf(request, incident).catch(() => undefined),
        lastCorrectionDraft(request, incident).catch(() => undefined),
      ])
      await openModal(request, trayView(incident, request.app.policy, { draft, correction }))
      return
    }
  }
  await openModal(request, declareView(request.app.policy))
}
