import type { Button, KnownBlock } from '@slack/types'
import { audienceLabel } from '../../domain/audiences.ts'
import { addSpan } from '../../domain/calendar.ts'
import { failureWords } from '../../domain/failure-words.ts'
import type { Incident } from '../../domain/incident.ts'
import { type Policy, priorityOf } from '../../domain/policy.ts'
import { hasPrivateChannel } from '../../domain/privacy.ts'
import { ROLE, ROLES } from '../../domain/roles.ts'
import type { Similar } from '../../domain/similar.ts'
import { snoozedNow } from '../../domain/snooze.ts'
import { isActive, type Status, statusLabel, tracer } from '../../domain/status.ts'
import { isFact } from '../../domain/timeline.ts'
import { nextUpdateAt } from '../../domain/updates.ts'
import { openDispute, verificationSteps } from '../../domain/verification.ts'
import { waitingFor } from '../../domain/waiting.ts'
import { ACTIONS, phaseAction, takeRoleAction } from '../action-ids.ts'
import { actions, button, confirm, context, fields, header, type MessageView, section, words } from '../blocks.ts'
import { channelLink, type Mrkdwn, md, mention, truncate, when } from '../mrkdwn.ts'
import { itemLines } from './action-items.ts'
import { boardLines } from './board.ts'
import { categoryLabel, serviceLabel } from './labels.ts'
import { reviewLines } from './review.ts'
import { similarLine } from './similar.ts'

const MARK: Record<Status, string> = {
  triage: ':large_yellow_circle:',
  investigating: ':red_circle:',
  fixing: ':large_orange_circle:',
  monitoring: ':large_blue_circle:',
  resolved: ':large_green_circle:',
  closed: ':white_circle:',
  merged: ':white_circle:',
  cancelled: ':white_circle:',
}

/** The pinned card: what is going on, who does what, which promises run, and the buttons that fit the status. */
export function cardView(incident: Incident, policy: Policy, similar: readonly Similar[] = []): MessageView {
  return {
    text: `${incident.id} ${incident.title}: ${incident.priority}, ${incident.severity}, ${statusLabel(incident.status)}`,
    blocks: [
      ...facts(incident, policy),
      ...similar.map(one => context(similarLine(one))),
      ...actions(cardButtons(incident), 'card_actions'),
    ],
  }
}

/** The same facts without the buttons, for `/incident show`. */
export function factsView(incident: Incident, policy: Policy): MessageView {
  return { text: cardView(incident, policy).text, blocks: facts(incident, policy) }
}

function facts(incident: Incident, policy: Policy): KnownBlock[] {
  const trouble = abandonedNow(incident)
  return [
    header(`${incident.id} ${incident.title}`),
    section(
      md`${{ mrkdwn: MARK[incident.status] }} *${statusLabel(incident.status)}*  ${tracer(incident.status)}${privacyMark(
        incident,
      )}`,
    ),
    fields([
      md`*Priority*\n${incident.priority} (${incident.severity}, urgency ${incident.urgency})${whyPriority(incident, policy)}`,
      md`*Service*\n${serviceLabel(incident, policy) ?? 'Not set'}${categorySuffix(incident, policy)}`,
      md`*Reported by*\n${mention(incident.reporter)}, ${when(incident.declaredAt)}`,
      clocks(incident, policy),
    ]),
    fields(
      ROLES.map(role => {
        const holder = incident.roles[role]
        return md`*${ROLE[role].label}*\n${holder ? mention(holder) : 'Nobody yet'}`
      }),
    ),
    ...(incident.summary ? [words('What is happening', incident.summary)] : []),
    ...(incident.resolution ? [words('Resolution', incident.resolution)] : []),
    ...(incident.announcement ? [context(md`Announced in ${channelLink(incident.announcement.channel)}`)] : []),
    ...boardLines(incident),
    ...itemLines(incident),
    ...reviewLines(incident, policy),
    ...verification(incident).map(text => context(text)),
    ...putOff(incident),
    ...waiting(incident, policy),
    ...trouble.map(text => context(text)),
  ]
}

/** To whom the last update has not gone yet, because they are not to be disturbed. */
function waiting(incident: Incident, policy: Policy): KnownBlock[] {
  const all = waitingFor(incident, policy)
  return [...new Set(all.map(one => one.until.getTime()))].map(until => {
    const audiences = all.filter(one => one.until.getTime() === until).map(one => audienceLabel(one.audience, policy))
    return context(
      md`:crescent_moon: The last update waits until ${when(new Date(until))} for ${audiences.join(', ')} (quiet hours).`,
    )
  })
}

function putOff(incident: Incident): KnownBlock[] {
  const snoozed = snoozedNow(incident)
  return snoozed
    ? [
        context(
          md`:zzz: ${mention(snoozed.by)} put the update that was due ${when(snoozed.dueAt)} off to ${when(snoozed.until)}: ${snoozed.reason}`,
        ),
      ]
    : []
}

function privacyMark(incident: Incident): Mrkdwn | string {
  if (!incident.isPrivate) return ''
  return hasPrivateChannel(incident)
    ? md`   :lock: *Private*: keep it in this channel`
    : md`   :lock: *Private*, but this channel is public in Slack: until a workspace admin makes it private, everybody can read this channel, what was said before too, and join it`
}

function whyPriority(incident: Incident, policy: Policy): string {
  return priorityOf(policy, incident.severity, incident.urgency) === incident.priority ? '' : ', set by hand'
}

function categorySuffix(incident: Incident, policy: Policy): Mrkdwn | string {
  const label = categoryLabel(incident, policy)
  return label ? md`\n${label}` : ''
}

function clocks(incident: Incident, policy: Policy): Mrkdwn {
  const { acknowledge, resolve } = policy.targets[incident.priority]
  if (incident.closedAt) return md`*Closed*\n${when(incident.closedAt)}`
  if (incident.resolvedAt) return md`*Resolved*\n${when(incident.resolvedAt)}`
  if (!isActive(incident.status)) return md`*Clocks*\nStopped`
  const next = nextUpdateAt(incident, policy)
  const acknowledged = incident.acknowledgedAt
    ? md`Acknowledged ${when(incident.acknowledgedAt)}`
    : md`Acknowledge by ${when(addSpan(incident.declaredAt, acknowledge, policy.calendar))}`
  return md`*Clocks*\n${acknowledged}\n${next ? md`Next update ${when(next)}` : 'No update is owed'}\nResolve by ${when(
    addSpan(incident.declaredAt, resolve, policy.calendar),
  )}`
}

/** What its reporter says of the resolution. */
function verification(incident: Incident): Mrkdwn[] {
  const last = verificationSteps(incident).at(-1)
  const who = mention(incident.reporter)
  switch (last?.type) {
    case undefined:
      return []
    case 'reporter-asked':
      return [md`${who} was asked ${when(last.at)} whether it is fixed`]
    case 'fix-confirmed':
      return [md`:white_check_mark: ${who} says that it is fixed`]
    case 'fix-disputed':
      return [md`:warning: ${who} says that it is not fixed: ${truncate(last.text, 300)}`]
    case 'dispute-answered':
      return [md`${mention(last.by)} answered ${who} that it is something else: ${truncate(last.reason, 300)}`]
    case 'silence-taken':
      return [md`${who} was asked and did not object`]
  }
}

/** What Sitrep could not do, in words; for people, so that they can do it by hand. */
function abandonedNow(incident: Incident): Mrkdwn[] {
  const abandoned = incident.timeline
    .filter(isFact('work-abandoned'))
    .filter(event => !isSuperseded(event.work, incident))
    .map(event => md`:warning: Sitrep could not ${event.what} (${failureWords(event.reason)}).`)
  const uninvited = incident.timeline
    .filter(isFact('people-invited'))
    .flatMap(event => event.failed)
    .map(
      one =>
        md`:warning: Sitrep could not invite ${mention(one.who)} (${failureWords(one.reason)}). Please add them by hand.`,
    )
  return [...uninvited, ...abandoned].slice(-4)
}

/** True when the same kind of work was since done or given up anew for a later fact: this trouble is not the news. */
function isSuperseded(work: string, incident: Incident): boolean {
  const parts = (key: string) => /#(\d+)\/(.+)$/.exec(key)
  const [, seq, kind] = parts(work) ?? []
  return incident.settled.some(key => {
    const [, laterSeq, sameKind] = parts(key) ?? []
    return sameKind === kind && Number(laterSeq) > Number(seq)
  })
}

/** The buttons that fit the status, most likely first. Each carries the incident's id. */
export function cardButtons(incident: Incident): Button[] {
  const value = incident.id
  const review = button('Build the review', ACTIONS.review, { value })
  const write = button('Write the review', ACTIONS.writeReview, { value })
  switch (incident.status) {
    case 'resolved':
      return [
        ...(openDispute(incident) ? [button('It is something else', ACTIONS.answerDispute, { value })] : []),
        button('Close', ACTIONS.close, { value, style: 'primary' }),
        review,
        write,
        button('Reopen', ACTIONS.reopen, { value }),
      ]
    case 'closed':
      return [review, write, button('Reopen', ACTIONS.reopen, { value })]
    case 'cancelled':
    case 'merged':
      return [review, button('Reopen', ACTIONS.reopen, { value })]
    case 'triage':
    case 'investigating':
    case 'fixing':
    case 'monitoring':
      return [
        ...(incident.acknowledgedAt
          ? []
          : [button('Acknowledge', ACTIONS.acknowledge, { value, style: 'primary' as const })]),
        ...(incident.roles.commander ? [] : [button('I’ll take command', takeRoleAction('commander'), { value })]),
        ...phaseButtons(incident),
        button('Update', ACTIONS.update, { value, ...(incident.acknowledgedAt ? { style: 'primary' as const } : {}) }),
        button('Resolve', ACTIONS.resolve, { value }),
        button('Roles', ACTIONS.role, { value }),
        button('Severity', ACTIONS.severity, { value }),
        ...(incident.status === 'triage'
          ? [
              button('Not an incident', ACTIONS.cancel, {
                value,
                confirm: confirm('Not an incident?', 'You will be asked for the reason.', 'Go on'),
              }),
            ]
          : []),
      ]
  }
}

/** Forward along TRACeR; going back has its command. */
function phaseButtons(incident: Incident): Button[] {
  const value = incident.id
  switch (incident.status) {
    case 'triage':
      return [button('Investigate', phaseAction('investigating'), { value })]
    case 'investigating':
      return [button('Fix in progress', phaseAction('fixing'), { value })]
    case 'fixing':
      return [button('Monitor the fix', phaseAction('monitoring'), { value })]
    default:
      return []
  }
}
