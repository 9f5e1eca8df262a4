import { decide } from '../../app/incidents.ts'
import { changeSeverity, changeUrgency, type Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { SEVERITIES, URGENCIES } from '../../domain/priority.ts'
import { describeCadences } from '../../domain/promises.ts'
import { UserError } from '../../errors.ts'
import { severityModalView } from '../modals/severity.ts'
import { openModal } from '../request.ts'
import { meantIncident, type Verb } from './verb.ts'

function consequence(incident: Incident, policy: Policy): string {
  const cadences = describeCadences(incident, policy)
  return `That makes it ${incident.priority}, with ${cadences ? `an update ${cadences}` : 'no update owed'}.`
}

export const severityVerb: Verb = {
  name: 'severity',
  aliases: ['sev'],
  usage: 'severity [SEV1-4]',
  help: 'Changes how bad it is; without a value it opens the form with what each means.',
  async run(request) {
    const { app } = request
    const incident = await meantIncident(request)
    if (request.text === '') {
      await openModal(request, severityModalView(incident, app.policy))
      return undefined
    }
    const wanted = `SEV${request.text.replace(/^sev\s*/i, '')}`
    const severity = SEVERITIES.find(one => one === wanted)
    if (!severity)
      throw new UserError('unknown-severity', 'Severities are SEV1 (worst) to SEV4: `/incident severity SEV2`.')
    const changed = await decide(app, incident.id, {
      by: request.actor,
      run: changeSeverity,
      input: { severity, policy: app.policy },
    })
    return {
      text:
        incident.severity === severity
          ? `${incident.id} is ${severity} already.`
          : `${incident.id} is now ${severity}. ${consequence(changed, app.policy)}`,
    }
  },
}

export const urgencyVerb: Verb = {
  name: 'urgency',
  aliases: [],
  usage: 'urgency [high|medium|low]',
  help: 'Changes how long it can wait; without a value it opens the form.',
  async run(request) {
    const { app } = request
    const incident = await meantIncident(request)
    if (request.text === '') {
      await openModal(request, severityModalView(incident, app.policy))
      return undefined
    }
    const urgency = URGENCIES.find(one => one === request.text.toLowerCase())
    if (!urgency)
      throw new UserError('unknown-urgency', 'Urgencies are high, medium and low: `/incident urgency high`.')
    const changed = await decide(app, incident.id, {
      by: request.actor,
      run: changeUrgency,
      input: { urgency, policy: app.policy },
    })
    return {
      text:
        incident.urgency === urgency
          ? `The urgency of ${incident.id} is ${urgency} already.`
          : `The urgency of ${incident.id} is now ${urgency}. ${consequence(changed, app.policy)}`,
    }
  },
}
