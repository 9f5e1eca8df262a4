import type { KnownBlock } from '@slack/types'
import { FINDING_STATE_LABEL, type Finding, type FindingState, findings, reasonOf } from '../../domain/findings.ts'
import type { Incident } from '../../domain/incident.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, section } from '../blocks.ts'
import { type Mrkdwn, md, mention, truncate, when } from '../mrkdwn.ts'

const MARK: Record<FindingState, string> = {
  open: ':mag:',
  'ruled-out': ':x:',
  confirmed: ':white_check_mark:',
  decided: ':scales:',
}

/** A board that is longer than a message shows its end. */
const shownAtMost = 15
const onCardAtMost = 6

/** What is supposed, ruled out, confirmed and decided, with the buttons that judge it. */
export function boardBlocks(incident: Incident): KnownBlock[] {
  const all = findings(incident)
  if (all.length === 0)
    return [context(md`Nothing is on the board of ${incident.id} yet.`), ...actions(newButtons(incident), 'board_new')]
  const left = all.length - shownAtMost
  return [
    ...(left > 0 ? [context(md`${String(left)} older ones are in the review.`)] : []),
    ...all
      .slice(-shownAtMost)
      .flatMap(finding => [
        section(md`${line(finding, 600)}\n${who(finding)}`),
        ...actions(judgeButtons(incident, finding), `finding_${finding.number}`),
      ]),
    ...actions(newButtons(incident), 'board_new'),
  ]
}

/** The same in a few lines, for the card. */
export function boardLines(incident: Incident): KnownBlock[] {
  const all = findings(incident)
  // What is open comes first: it is what somebody may look at now.
  const order: Record<FindingState, number> = { open: 0, confirmed: 1, decided: 2, 'ruled-out': 3 }
  const shown = [...all].reverse().sort((a, b) => order[a.state] - order[b.state])
  const left = all.length - onCardAtMost
  return [
    ...shown.slice(0, onCardAtMost).map(finding => context(line(finding, 200))),
    ...(left > 0 ? [context(md`${String(left)} more on the board: \`/incident board\``)] : []),
  ]
}

function line(finding: Finding, max: number): Mrkdwn {
  const { state, number, text } = finding
  const reason = reasonOf(finding)
  return md`${{ mrkdwn: MARK[state] }} *${FINDING_STATE_LABEL[state]} ${String(number)}:* ${truncate(text, max)}${
    reason === undefined ? '' : ` (${truncate(reason, max)})`
  }`
}

function who({ stated, judged }: Finding): Mrkdwn {
  return judged
    ? md`${mention(stated.by)} ${when(stated.at)}, judged by ${mention(judged.by)} ${when(judged.at)}`
    : md`${mention(stated.by)} ${when(stated.at)}`
}

function judgeButtons({ id }: Incident, finding: Finding) {
  const { state, number, stated } = finding
  const value = `${id}#${number}`
  return [
    ...(stated.kind === 'hypothesis' && state !== 'ruled-out' ? [button('Rule out', ACTIONS.ruleOut, { value })] : []),
    ...(stated.kind === 'hypothesis' && state !== 'confirmed'
      ? [button('Confirm', ACTIONS.confirmFinding, { value })]
      : []),
    ...(stated.kind === 'hypothesis' && state !== 'open'
      ? [button('Open again', ACTIONS.reopenFinding, { value })]
      : []),
    button(reasonOf(finding) === undefined ? 'Add why…' : 'Change why…', ACTIONS.explainFinding, { value }),
    button('Take back', ACTIONS.withdrawFinding, { value }),
  ]
}

function newButtons({ id: value }: Incident) {
  return [
    button('Add a possible cause', ACTIONS.stateHypothesis, { value }),
    button('Add a decision', ACTIONS.stateDecision, { value }),
  ]
}
