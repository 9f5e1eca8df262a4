import { decide } from '../../app/incidents.ts'
import { CLOSE_FIELD_LABEL } from '../../domain/describe-event.ts'
import { requireActive } from '../../domain/incident.ts'
import { cancel, close, missingToClose, reopen, resolve } from '../../domain/lifecycle.ts'
import { UserError } from '../../errors.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, section } from '../blocks.ts'
import { isInClosersGroup } from '../closers.ts'
import { mergeInto, mergeModalView } from '../modals/merge.ts'
import { cancelModalView, reopenModalView } from '../modals/reason.ts'
import { openResolveForm } from '../modals/resolve.ts'
import { md } from '../mrkdwn.ts'
import { openIncidentsFor } from '../open-incidents.ts'
import { isIncidentId, openModal } from '../request.ts'
import { meantIncident, type Verb } from './verb.ts'

export const resolveVerb: Verb = {
  name: 'resolve',
  aliases: ['resolved'],
  usage: 'resolve [what fixed it]',
  help: 'Resolves the incident and tells every audience; asks what fixed it.',
  async run(request) {
    const incident = await meantIncident(request)
    if (request.text === '') {
      // Refused here, so that nobody fills in a form for nothing.
      if (incident.status !== 'resolved') requireActive(incident, 'resolve it')
      else
        resolve(incident, { resolution: '-', policy: request.app.policy }, { ...request.actor, at: request.app.now() })
      await openResolveForm(request, incident)
      return undefined
    }
    await decide(request.app, incident.id, {
      by: request.actor,
      run: resolve,
      input: { resolution: request.text, policy: request.app.policy },
    })
    return { text: `${incident.id} is resolved. Close it with \`/incident close\` once its reporter agrees.` }
  },
}

export const closeVerb: Verb = {
  name: 'close',
  aliases: ['closed'],
  usage: 'close [reason]',
  help: 'Closes a resolved incident; says what is still missing, and needs a reason while its reporter objects.',
  async run(request) {
    const { app } = request
    const incident = await meantIncident(request)
    const missing = incident.status === 'resolved' ? missingToClose(incident, app.policy) : []
    if (missing.length > 0) {
      const list = missing.map(field => CLOSE_FIELD_LABEL[field]).join(', ')
      return {
        text: `${incident.id} cannot be closed yet. Still missing: ${list}.`,
        blocks: [
          section(md`${incident.id} cannot be closed yet. Still missing: ${list}.`),
          ...actions([button('Fill in and close', ACTIONS.close, { value: incident.id, style: 'primary' })]),
        ],
      }
    }
    const isInGroup = await isInClosersGroup(request.workspace, request.actor.by, app.policy)
    await decide(app, incident.id, {
      by: request.actor,
      run: close,
      input: { policy: app.policy, isInGroup, reason: request.text },
    })
    return { text: `${incident.id} is closed. \`/incident review\` builds the review.` }
  },
}

export const reopenVerb: Verb = {
  name: 'reopen',
  aliases: [],
  usage: 'reopen <reason>',
  help: 'Takes an ended incident back into work; needs a reason.',
  async run(request) {
    const incident = await meantIncident(request)
    if (request.text === '') {
      await openModal(request, reopenModalView(incident))
      return undefined
    }
    await decide(request.app, incident.id, { by: request.actor, run: reopen, input: { reason: request.text } })
    return { text: `${incident.id} is open again, in Investigating.` }
  },
}

export const cancelVerb: Verb = {
  name: 'cancel',
  aliases: [],
  usage: 'cancel <reason>',
  help: 'Ends it as not an incident; needs a reason.',
  async run(request) {
    const incident = await meantIncident(request)
    if (request.text === '') {
      requireActive(incident, 'cancel it')
      await openModal(request, cancelModalView(incident))
      return undefined
    }
    await decide(request.app, incident.id, {
      by: request.actor,
      run: cancel,
      input: { reason: request.text, policy: request.app.policy },
    })
    return { text: `${incident.id} is cancelled. Reopen it with a reason if that was wrong.` }
  },
}

export const mergeVerb: Verb = {
  name: 'merge',
  aliases: [],
  usage: 'merge [INC-n]',
  help: 'Ends it because it is the same as another incident, where the work goes on.',
  async run(request) {
    const incident = await meantIncident(request)
    if (request.text === '') {
      await openModal(request, mergeModalView(incident, (await openIncidentsFor(request)).known))
      return undefined
    }
    if (!isIncidentId(request.text))
      throw new UserError('merge-into-what', 'Name the incident to go on with: `/incident merge INC-42`.')
    const merged = await mergeInto(request, incident, request.text)
    return { text: `${incident.id} is merged into ${merged.mergedInto}. Go on there.` }
  },
}
