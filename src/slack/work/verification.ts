import type { Performer } from '../../app/app.ts'
import { lastResolution } from '../../domain/closing.ts'
import { disclose } from '../../domain/disclosure.ts'
import { type Incident, record } from '../../domain/incident.ts'
import { openDispute, verdictOn } from '../../domain/verification.ts'
import { conversationOf, directTo, ownChannel } from '../clearance.ts'
import { edit, lookBackTo, post } from '../messages.ts'
import { disputeAnswerView, disputeView, verdictView, verificationView } from '../views/verification.ts'
import type { Workspace } from '../workspace.ts'

/** Asks who reported it whether it is fixed, if they may still hear of it. */
export function askReporter(workspace: Workspace): Performer<'ask-reporter'> {
  return async ({ incident, work, claim }, app) => {
    const to = await directTo(workspace, incident, incident.reporter)
    const resolved = lastResolution(incident)
    if (!to || !resolved) return undefined
    const about = { resolved: resolved.seq, isReminder: work.isReminder }
    const message = verificationView(disclose(incident, 'insider', app.policy), about)
    const { ts, channel } = await post(workspace.client, { to, message, key: work.key, lookBackTo: lookBackTo(claim) })
    const { isReminder } = work
    const asked = { type: 'reporter-asked', user: incident.reporter, isReminder, conversation: channel, ts } as const
    return (latest, stamp) => record(latest, stamp, asked)
  }
}

/** Says below the question what became of it, in place of its buttons. */
export function showVerdict(workspace: Workspace): Performer<'show-verdict'> {
  return async ({ incident, work: { asked } }, app) => {
    const verdict = verdictOn(incident, asked)
    if (!verdict || asked.ts === undefined) return undefined
    const to = await directTo(workspace, incident, incident.reporter)
    if (!to) return undefined
    const message = verdictView(disclose(incident, 'insider', app.policy), verdict)
    await edit(workspace.client, { to: conversationOf(to, asked.conversation ?? asked.user), ts: asked.ts, message })
    return undefined
  }
}

/** Nothing of Slack: that nobody answered goes on the record. */
export const takeSilence: Performer<'take-silence'> = async () => (latest, stamp) =>
  record(latest, stamp, { type: 'silence-taken' })

/** Whoever leads it now, one of them. */
function leaderOf({ roles }: Incident): string | undefined {
  return roles.commander ?? roles.deputy ?? roles.communications ?? roles.operations
}

/** Tells who leads the incident, directly, that its reporter does not find it fixed; its channel where nobody leads it. */
export function raiseDispute(workspace: Workspace): Performer<'raise-dispute'> {
  return async ({ incident, work, claim }, app) => {
    if (openDispute(incident)?.seq !== work.fact.seq) return undefined
    const leader = leaderOf(incident)
    const direct = leader === undefined ? undefined : await directTo(workspace, incident, leader)
    const to = direct ?? (await ownChannel(workspace, incident))
    const message = disputeView(disclose(incident, 'insider', app.policy), work.fact)
    await post(workspace.client, { to, message, key: work.key, lookBackTo: lookBackTo(claim) })
    return undefined
  }
}

/** Tells who said no what came of it. */
export function answerReporter(workspace: Workspace): Performer<'answer-reporter'> {
  return async ({ incident, work, claim }, app) => {
    const to = await directTo(workspace, incident, incident.reporter)
    if (!to) return undefined
    const message = disputeAnswerView(disclose(incident, 'insider', app.policy), work.fact)
    await post(workspace.client, { to, message, key: work.key, lookBackTo: lookBackTo(claim) })
    return undefined
  }
}
