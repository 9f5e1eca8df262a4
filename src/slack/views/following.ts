import { isCorrectable } from '../../domain/correction.ts'
import { type AudienceReport, reportOn } from '../../domain/delivery-report.ts'
import { numberOf } from '../../domain/delivery-work.ts'
import { failureWords } from '../../domain/failure-words.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import type { Fact } from '../../domain/timeline.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, type MessageView, section } from '../blocks.ts'
import { join, type Mrkdwn, md, mention, placeLink, when } from '../mrkdwn.ts'
import { updateRef } from '../update-ref.ts'

/** What is not shown of many is in the tray. */
const mostAudiences = 15
const mostPlaces = 5
const mostFailures = 5

/** To whoever sent an update: where it got to, and what to do where it did not. */
export function followingView(incident: Incident, update: Fact<'update-written'>, policy: Policy): MessageView {
  const reports = reportOn(incident, update, policy)
  const what = update.kind === 'final' ? 'The closing notice' : `Update ${numberOf(incident, update)}`
  const failures = reports.flatMap(({ label, failed }) => failed.map(one => ({ label, ...one })))
  return {
    text: `${what}: ${reports.map(inWords).join(' · ') || 'nobody can be reached with it'}`,
    blocks: [
      // Named only where there is something to do: a name notifies.
      section(md`*${what}*${failures.length > 0 ? md` by ${mention(update.by)}` : ''}, ${when(update.at)}`),
      section(
        reports.length === 0
          ? md`Nobody can be reached with it. It is kept for the review.`
          : join([
              ...reports.slice(0, mostAudiences).map(line),
              ...(reports.length > mostAudiences ? [md`… and ${reports.length - mostAudiences} more audiences`] : []),
            ]),
      ),
      // One row each: a row of buttons may hold each kind once.
      ...failures
        .slice(0, mostFailures)
        .flatMap(({ label, work }) =>
          actions([
            button(`Try again: ${label}`, ACTIONS.retryUpdate, { value: work, style: 'primary' }),
            button('Copy the text', ACTIONS.copyUpdate, { value: work }),
          ]),
        ),
      ...(isCorrectable(update)
        ? actions([button('Correct', ACTIONS.correct, { value: updateRef(incident, update) })])
        : []),
    ],
  }
}

/** “Leadership sent”: what the text of a notification says. */
function inWords({ label, sent, failed, waiting, isOvertaken }: AudienceReport): string {
  const [failure] = failed
  if (failure) return `${label} not reached (${failureWords(failure.reason)})`
  if (waiting.length > 0) return `${label} on its way`
  if (isOvertaken) return `${label} reads a later one`
  return sent.length > 0 ? `${label} sent` : `${label} not told`
}

function line({ label, sent, failed, waiting, until, isOvertaken }: AudienceReport): Mrkdwn {
  const parts = [
    ...(sent.length > 0 ? [md`:white_check_mark: sent ${places(sent)} ${when(latestOf(sent))}`] : []),
    ...(waiting.length > 0
      ? [until ? md`:zzz: waits until ${when(until)}` : md`:hourglass_flowing_sand: on its way ${places(waiting)}`]
      : []),
    ...failed.slice(0, mostPlaces).map(one => md`:x: not reached ${places([one])} (${failureWords(one.reason)})`),
    ...(isOvertaken ? [md`:fast_forward: reads a later update instead`] : []),
  ]
  return md`*${label}* ${parts.length > 0 ? join(parts, ' · ') : md`nobody was told`}`
}

function latestOf(sent: AudienceReport['sent']): Date {
  return new Date(Math.max(...sent.map(({ at }) => at.getTime())))
}

function places(deliveries: readonly { readonly channel: string }[]): Mrkdwn {
  const isPerson = ({ channel }: { channel: string }) => /^[UW]/.test(channel)
  const people = deliveries.filter(isPerson).length
  const channels = deliveries.filter(one => !isPerson(one)).map(({ channel }) => placeLink(channel))
  return join(
    [
      ...channels.slice(0, mostPlaces),
      ...(channels.length > mostPlaces ? [md`${channels.length - mostPlaces} more channels`] : []),
      ...(people > 0 ? [md`${people === 1 ? '1 person' : `${people} people`}`] : []),
    ],
    ', ',
  )
}
