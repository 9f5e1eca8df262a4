import type { Button, KnownBlock } from '@slack/types'
import { audienceLabel, isConsulted } from '../../domain/audiences.ts'
import { share } from '../../domain/communication-tables.ts'
import { askingByAudience, reachByAudience } from '../../domain/communications.ts'
import { describeInterval, describeMinutes } from '../../domain/duration.ts'
import type { Verdict } from '../../domain/feedback.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { updatesDue, updatesOf } from '../../domain/updates.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, section } from '../blocks.ts'
import { join, type Mrkdwn, md, when } from '../mrkdwn.ts'

/** More than these fill the screen; the file has all. */
const mostAudiences = 8

/** How each audience was kept informed, on one screen. */
export function commsBlocks(
  incident: Incident,
  { policy, verdicts, now }: { policy: Policy; verdicts: readonly Verdict[]; now: Date },
): KnownBlock[] {
  const all = reachByAudience(incident, policy, now)
  if (all.length === 0)
    return [context(md`Nobody was told anything of ${incident.id} yet. \`/incident update\` writes the first update.`)]
  const owed = all.reduce((sum, one) => sum + one.owed, 0)
  const onTime = all.reduce((sum, one) => sum + one.onTime, 0)
  const asking = askingByAudience(incident, policy)
  const due = updatesDue(incident, policy)
  const lines = all.slice(0, mostAudiences).map(one => {
    const questions = asking.find(({ audience }) => audience === one.audience)
    const verdict = verdicts.find(({ audience }) => audience === one.audience)
    const next = due.find(({ audience }) => audience === one.audience)?.at
    const { from, to } = one.longestSilence
    const parts: Mrkdwn[] = [
      one.owed === 0
        ? md`${updates(one.updates)}, none owed`
        : md`${one.onTime} of ${one.owed} on time (${share(one)})`,
      ...(one.late > 0 ? [md`${one.late} late, by up to ${describeMinutes(Math.max(1, one.latestByMinutes))}`] : []),
      ...(one.automatic > 0
        ? [md`${one.automatic} automatic${one.missed > one.automatic ? ` for ${one.missed} that were due` : ''}`]
        : []),
      ...(one.undelivered > 0 ? [md`:warning: ${one.undelivered} not delivered`] : []),
      md`longest silence ${describeInterval(from, to)}`,
      ...(questions
        ? [
            md`${questions.asked} asked, ${questions.answered} answered${questions.open > 0 ? md`, *${questions.open} open*` : ''}`,
          ]
        : []),
      ...(verdict
        ? [md`had what they needed ${verdict.enough}×, 👍 ${verdict.helpful}, 👎 ${verdict.notHelpful}`]
        : []),
      ...(isConsulted(one.audience, incident, policy) && !questions && !verdict
        ? [md`*has not given its view yet*`]
        : []),
      ...(next ? [md`next ${when(next)}`] : []),
    ]
    return section(md`*${audienceLabel(one.audience, policy)}*\n${join(parts, ' · ')}`)
  })
  return [
    section(
      owed === 0
        ? md`*Communications of ${incident.id}*`
        : md`*Communications of ${incident.id}*: ${onTime} of ${owed} updates on time (${share({ onTime, owed })})`,
    ),
    ...lines,
    ...(all.length > lines.length ? [context(md`And ${all.length - lines.length} more audiences, in the file.`)] : []),
    ...actions([button('The whole record as a file', ACTIONS.commsFile, { value: incident.id })]),
  ]
}

function updates(count: number): string {
  return count === 1 ? '1 update' : `${count} updates`
}

/** Where the record is read; there once somebody was told something. */
export function commsButton(incident: Incident): Button[] {
  return updatesOf(incident).length > 0 ? [button('Communications', ACTIONS.comms, { value: incident.id })] : []
}
