import { decide } from '../../app/incidents.ts'
import { correctMilestone, MILESTONES } from '../../domain/milestones.ts'
import { readPastTime } from '../../domain/past-time.ts'
import { utcMinute } from '../../domain/utc.ts'
import { UserError } from '../../errors.ts'
import { section } from '../blocks.ts'
import { milestoneModalView } from '../modals/milestone.ts'
import { md, when } from '../mrkdwn.ts'
import { openModal } from '../request.ts'
import { meantIncident, type Verb } from './verb.ts'

export const milestoneVerb: Verb = {
  name: 'milestone',
  aliases: ['milestones'],
  usage: 'milestone [name time reason]',
  help: 'Says when something really was, such as `milestone detected 13:50 first alert`; the recorded time stays beside it.',
  async run(request) {
    const { app, actor, workspace } = request
    const incident = await meantIncident(request)
    if (request.text === '') {
      await openModal(request, milestoneModalView(incident))
      return undefined
    }
    const [word = '', rest = ''] = request.text.split(/\s+(.*)/s)
    const milestone = MILESTONES.find(one => one === word.toLowerCase())
    const { timeZone } = await workspace.accountOf(actor.by)
    const { at, text } = readPastTime(rest, { now: app.now(), zone: timeZone })
    const reason = text.trim()
    if (!milestone || !at || reason === '')
      throw new UserError(
        'milestone-what',
        `Say which one, when and why: \`/incident milestone detected 13:50 first alert\`. They are ${MILESTONES.join(', ')}.`,
      )
    await decide(app, incident.id, { by: actor, run: correctMilestone, input: { milestone, at, reason } })
    return {
      text: `${incident.id} was ${milestone} ${utcMinute(at)}. The recorded time stays beside it.`,
      blocks: [section(md`${incident.id} was ${milestone} ${when(at)}. The recorded time stays beside it.`)],
    }
  },
}
