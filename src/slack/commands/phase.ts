import { decide } from '../../app/incidents.ts'
import { changeStatus } from '../../domain/lifecycle.ts'
import { ACTIVE_STATUSES, type ActiveStatus, statusLabel } from '../../domain/status.ts'
import { UserError } from '../../errors.ts'
import { movedTo, whatLedReply } from '../views/what-led.ts'
import { cancelVerb, closeVerb, mergeVerb, reopenVerb, resolveVerb } from './ending.ts'
import { type CommandRequest, meantIncident, type Verb } from './verb.ts'

async function moveTo(request: CommandRequest, to: ActiveStatus) {
  const incident = await meantIncident(request)
  const after = await decide(request.app, incident.id, { by: request.actor, run: changeStatus, input: { to } })
  return incident.status === to
    ? { text: `${incident.id} is ${statusLabel(to)} already.` }
    : whatLedReply(after, movedTo(incident, to))
}

function phaseShort(to: ActiveStatus, help: string): Verb {
  return { name: to, aliases: [], usage: to, help, run: request => moveTo(request, to) }
}

export const investigatingVerb = phaseShort('investigating', 'Moves it to Investigating: looking for the cause.')
export const fixingVerb = phaseShort('fixing', 'Moves it to Fixing: the repair is under way.')
export const monitoringVerb = phaseShort('monitoring', 'Moves it to Monitoring: the fix is in, watching that it holds.')

const endings = [resolveVerb, closeVerb, reopenVerb, cancelVerb, mergeVerb]

export const phaseVerb: Verb = {
  name: 'phase',
  aliases: ['stage'],
  usage: 'phase <status>',
  help: 'Moves it to another status: investigating, fixing, monitoring, resolve, close, reopen or cancel.',
  async run(request) {
    const [word = '', ...rest] = request.text.split(/\s+/)
    const wanted = word.toLowerCase()
    const active = ACTIVE_STATUSES.find(status => status === wanted)
    if (active) return moveTo(request, active)
    const ending = endings.find(verb => verb.name === wanted || verb.aliases.includes(wanted))
    if (ending) return ending.run({ ...request, text: rest.join(' '), escaped: '' })
    const known = [...ACTIVE_STATUSES.filter(status => status !== 'triage'), ...endings.map(verb => verb.name)]
    throw new UserError(
      'unknown-status',
      `Say where it goes: \`/incident phase <status>\`, with ${known.map(name => `\`${name}\``).join(', ')}.`,
    )
  },
}
