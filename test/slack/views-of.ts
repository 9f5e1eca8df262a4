import type { HomeView, ModalView } from '@slack/types'
import { adjustAudience } from '../../src/domain/adjust-audience.ts'
import { audienceIds } from '../../src/domain/audiences.ts'
import { compose } from '../../src/domain/compose.ts'
import { composeBeginning, composeGoesOn } from '../../src/domain/compose-following.ts'
import { disclose } from '../../src/domain/disclosure.ts'
import { keepPromise } from '../../src/domain/follow-ups.ts'
import { acknowledge, addNote, assignRole, declare, type Incident, record } from '../../src/domain/incident.ts'
import { cancel, changeStatus, close, merge, reopen, resolve } from '../../src/domain/lifecycle.ts'
import { reportNoChange } from '../../src/domain/no-change.ts'
import type { Policy } from '../../src/domain/policy.ts'
import { askQuestion } from '../../src/domain/questions.ts'
import { asWritten } from '../../src/domain/send-update.ts'
import { snooze } from '../../src/domain/snooze.ts'
import { stakeholdersOf } from '../../src/domain/stakeholders.ts'
import { isFact, type UpdateFields } from '../../src/domain/timeline.ts'
import { basisOf, changedSince, previewUpdate } from '../../src/domain/update-preview.ts'
import { nextUpdateAt, writeHoldingUpdate, writeUpdate } from '../../src/domain/updates.ts'
import { answerDispute, disputeFix, openDispute } from '../../src/domain/verification.ts'
import { abandon, outstandingWork } from '../../src/domain/work.ts'
import type { MessageView } from '../../src/slack/blocks.ts'
import { adjustAudienceModalView, stakeholdersModalView } from '../../src/slack/modals/adjust-audience.ts'
import { closeModalView } from '../../src/slack/modals/close.ts'
import { commsModalView } from '../../src/slack/modals/comms.ts'
import { declareView } from '../../src/slack/modals/declare.ts'
import { followUpsModalView } from '../../src/slack/modals/follow-ups.ts'
import { mergeModalView } from '../../src/slack/modals/merge.ts'
import { noteModalView } from '../../src/slack/modals/note.ts'
import { previewModalView } from '../../src/slack/modals/preview.ts'
import { cancelModalView, reopenModalView } from '../../src/slack/modals/reason.ts'
import { refusalView } from '../../src/slack/modals/refusal.ts'
import { resolveModalView } from '../../src/slack/modals/resolve.ts'
import { roleModalView } from '../../src/slack/modals/role.ts'
import { severityModalView } from '../../src/slack/modals/severity.ts'
import { snoozeModalView } from '../../src/slack/modals/snooze.ts'
import { trayView } from '../../src/slack/modals/tray.ts'
import { updateModalView } from '../../src/slack/modals/update.ts'
import { answerDisputeModalView, disputeModalView } from '../../src/slack/modals/verification.ts'
import { announcementView } from '../../src/slack/views/announcement.ts'
import { cardView, factsView } from '../../src/slack/views/card.ts'
import { catchUpView } from '../../src/slack/views/catch-up.ts'
import { commsBlocks } from '../../src/slack/views/comms.ts'
import {
  abandonedView,
  declaredView,
  failedDeclarationView,
  followedView,
  goesOnView,
  missesView,
  nudgeView,
} from '../../src/slack/views/direct.ts'
import { foundPeopleView } from '../../src/slack/views/found-people.ts'
import { homeView } from '../../src/slack/views/home.ts'
import { stakeholdersView } from '../../src/slack/views/stakeholders.ts'
import { topicOf } from '../../src/slack/views/topic.ts'
import { updateView } from '../../src/slack/views/update.ts'
import { disputeAnswerView, disputeView, verdictView, verificationView } from '../../src/slack/views/verification.ts'
import { at, by, channels, monday, told } from '../helpers/incidents.ts'
import { boardViews } from './board-views.ts'
import { buildReviewViews } from './build-review-views.ts'
import { digestViews } from './digest-views.ts'
import { figuresViews } from './figures-views.ts'
import { itemViews } from './item-views.ts'
import { questionViews } from './question-views.ts'
import { reviewViews } from './review-views.ts'
import { sendingViews } from './sending-views.ts'
import { timelineViews } from './timeline-views.ts'

export type View = MessageView | ModalView | HomeView

/** Everything that people type on the way through an incident. */
export interface Words {
  readonly title: string
  readonly summary: string
  readonly note: string
  readonly resolution: string
  readonly reason: string
  readonly fields: UpdateFields
  /** A display name. */
  readonly name: string
  /** What Slack says when it refuses. */
  readonly refusal: string
}

const bot = { by: 'sitrep', via: 'bot', at: monday } as const

function open(
  words: Words,
  policy: Policy,
  choices: { number: number; isPrivate?: boolean; category?: string },
): Incident {
  const { number, isPrivate = false, category = 'software' } = choices
  const incident = declare(
    {
      number,
      requestId: `T1/V${number}`,
      title: words.title,
      summary: words.summary,
      severity: 'SEV1',
      urgency: 'high',
      service: 'checkout',
      category,
      isPrivate,
    },
    policy,
    by('U0ANA'),
  )
  const channel = { id: channels.war, name: `inc-${number}` }
  return record(incident, bot, { type: 'channel-opened', channel: channel.id, name: channel.name }, { channel })
}

/** One incident in each status, led there by the real decisions. */
function statuses(words: Words, policy: Policy): Record<string, Incident> {
  const { reason, resolution } = words
  const triage = open(words, policy, { number: 42 })
  const led = assignRole(
    acknowledge(triage, undefined, by('U0BEN', 2)),
    { role: 'commander', user: 'U0BEN' },
    by('U0BEN', 3),
  )
  const investigating = changeStatus(led, { to: 'investigating' }, by('U0BEN', 4))
  const fixing = changeStatus(investigating, { to: 'fixing' }, by('U0BEN', 20))
  const monitoring = changeStatus(fixing, { to: 'monitoring' }, by('U0BEN', 40))
  const resolved = resolve(
    addNote(monitoring, { text: words.note }, by('U0CLEO', 50)),
    { resolution, policy },
    by('U0BEN', 60),
  )
  const closed = close(resolved, { policy }, by('U0BEN', 90))
  return {
    triage,
    investigating,
    fixing,
    monitoring,
    resolved,
    closed,
    reopened: reopen(closed, { reason }, by('U0ANA', 120)),
    merged: merge(triage, { into: 'INC-7', policy }, by('U0BEN', 5)),
    cancelled: cancel(triage, { reason, policy }, by('U0BEN', 5)),
  }
}

/** What Sitrep could not do: work given up and people who cannot be invited. */
function troubled(words: Words, policy: Policy): Incident {
  const incident = open(words, policy, { number: 42 })
  const failed = [{ who: 'U0GUEST', reason: words.refusal }]
  const uninvited = record(incident, bot, { type: 'people-invited', users: ['U0ANA'], userGroups: ['S0OPS'], failed })
  return outstandingWork(uninvited, policy, monday)
    .slice(0, 3)
    .reduce((latest, work) => abandon(latest, { work, reason: words.refusal }, bot), uninvited)
}

/** Its first update put off, and why. */
function snoozed(words: Words, policy: Policy): Incident {
  return snooze(open(words, policy, { number: 42 }), { minutes: 20, reason: words.reason, policy }, by('U0BEN', 10))
}

/** An update that reached nobody, and the failure that says so. */
function unsaid(words: Words, policy: Policy): MessageView {
  const written = writeUpdate(
    open(words, policy, { number: 42 }),
    { fields: words.fields, nextInMinutes: 30, policy },
    by('U0BEN', 10),
  )
  const work = outstandingWork(written, policy, at(10)).find(one => one.kind === 'post-update')
  if (!work) throw new Error('no update is to be posted')
  const failed = abandon(written, { work, reason: words.refusal }, bot).timeline.findLast(isFact('work-abandoned'))
  if (!failed) throw new Error('nothing was given up')
  return abandonedView(failed, { author: 'U0BEN', canRetry: true })
}

function updates(words: Words, policy: Policy): Record<string, View> {
  const incident = open(words, policy, { number: 42, category: 'security' })
  const due = nextUpdateAt(incident, policy) ?? monday
  const report = writeUpdate(incident, { fields: words.fields, nextInMinutes: 30, policy }, by('U0BEN', 10))
  const written = {
    report,
    'no-change': reportNoChange(told(incident, { policy }, by('U0BEN', 10)), { policy }, by('U0BEN', 10)),
    holding: writeHoldingUpdate(incident, { slot: due, policy }, { by: 'sitrep', via: 'clock', at: due }),
    postponed: snooze(report, { minutes: 20, reason: words.reason, policy }, by('U0BEN', 35)),
    final: resolve(incident, { resolution: words.resolution, policy }, by('U0BEN', 60)),
    cancelled: cancel(report, { reason: words.reason, policy }, by('U0BEN', 60)),
    merged: merge(report, { into: 'INC-7', policy }, by('U0BEN', 60)),
  }
  const plain = ({ category: _, ...rest }: Incident): Incident => rest
  const views = Object.entries(written).flatMap(([kind, after]) => {
    const update = after.timeline.findLast(isFact('update-written'))
    if (!update) throw new Error(`no ${kind} update was written`)
    return audienceIds(policy).flatMap(audience => [
      [
        `update-${audience}-${kind}`,
        updateView(compose(audience, update, { incident: plain(after), policy })),
      ] as const,
      ...(kind === 'report'
        ? [
            [
              `update-${audience}-${kind}-security`,
              updateView(compose(audience, update, { incident, policy })),
            ] as const,
          ]
        : []),
    ])
  })
  return Object.fromEntries(views)
}

function previews(incident: Incident, words: Words, policy: Policy): Record<string, View> {
  const before = writeUpdate(incident, { fields: words.fields, nextInMinutes: 30, policy }, by('U0BEN', 10))
  const own = { fields: words.fields, nextInMinutes: 45, wordings: { leadership: words.note }, policy }
  const previewed = previewUpdate(asWritten(before, own, by('U0CLEO', 12)), { incident: before, policy })
  const notices = changedSince({ ...basisOf(incident, policy), priority: 'P4' }, before, policy)
  return {
    'modal-preview': previewModalView(incident, { previews: previewed, token: 'token' }),
    'modal-preview-overtaken': previewModalView(incident, { previews: previewed, token: 'token', notices }),
  }
}

function modals(words: Words, policy: Policy): Record<string, View> {
  const { triage, resolved, closed } = statuses(words, policy) as Record<'triage' | 'resolved' | 'closed', Incident>
  const shown = (incident: Incident) => disclose(incident, 'insider', policy)
  const {
    service: _,
    category: __,
    ...bare
  } = resolve(triage, { resolution: words.resolution, policy }, by('U0BEN', 60))
  const reported = writeUpdate(triage, { fields: words.fields, nextInMinutes: 45, policy }, by('U0BEN', 10))
  return {
    'modal-declare': declareView(policy),
    'modal-declare-filled': declareView(policy, {
      title: words.title,
      summary: words.summary,
      severity: 'SEV1',
      urgency: 'high',
      service: 'checkout',
      category: 'software',
      subcategory: 'release',
      isPrivate: true,
    }),
    'modal-update': updateModalView(triage, policy),
    'modal-update-prefilled': updateModalView(reported, policy),
    'modal-update-draft': updateModalView(reported, policy, {
      draft: { fields: words.fields, nextInMinutes: 60, savedAt: at(12), basis: basisOf(triage, policy) },
    }),
    ...previews(triage, words, policy),
    'modal-severity': severityModalView(triage, policy),
    'modal-snooze': snoozeModalView(triage, policy),
    'modal-role': roleModalView(triage, 'U0BEN'),
    'modal-note': noteModalView(triage),
    'modal-resolve': resolveModalView(triage, policy),
    'modal-close-missing': closeModalView(bare, policy),
    'modal-close-complete': closeModalView(resolved, policy),
    'modal-reopen': reopenModalView(closed),
    'modal-cancel': cancelModalView(triage),
    'modal-merge': mergeModalView(triage, [shown(triage), shown(open(words, policy, { number: 7 }))]),
    'tray-triage': trayView(triage, policy),
    'tray-resolved': trayView(resolved, policy),
    'tray-draft': trayView(triage, policy, { draft: { savedAt: at(12) } }),
    'tray-done': trayView(triage, policy, { text: words.note, isRefusal: false }),
    'tray-refused': trayView(closed, policy, { text: words.note, isRefusal: true }),
    'modal-refusal': refusalView(words.note),
  }
}

/** What who reported an incident and who leads it are asked and told about whether it is fixed. */
function verifications(words: Words, policy: Policy): Record<string, View> {
  const { resolved, monitoring } = statuses(words, policy) as Record<'resolved' | 'monitoring', Incident>
  const { reason } = words
  const shown = disclose(resolved, 'insider', policy)
  const disputed = disputeFix(resolved, { text: reason }, by('U0ANA', 70))
  const answered = answerDispute(disputed, { reason }, by('U0BEN', 80))
  const reopened = reopen(disputed, { reason }, by('U0BEN', 80))
  const dispute = openDispute(disputed)
  const answer = answered.timeline.findLast(isFact('dispute-answered'))
  const again = reopened.timeline.findLast(isFact('reopened'))
  const closedAllTheSame = close(disputed, { policy, reason }, by('U0BEN', 80)).timeline.findLast(isFact('closed'))
  if (!dispute || !answer || !again || !closedAllTheSame) throw new Error('nobody disputed it')
  return {
    'ask-reporter': verificationView(shown, { resolved: 9, isReminder: false }),
    'ask-reporter-again': verificationView(shown, { resolved: 9, isReminder: true }),
    'ask-reporter-answered': verdictView(shown, dispute),
    dispute: disputeView(shown, dispute),
    'dispute-answered': disputeAnswerView(shown, answer),
    'dispute-reopened': disputeAnswerView(disclose(monitoring, 'insider', policy), again),
    'dispute-closed': disputeAnswerView(shown, closedAllTheSame),
    'card-disputed': cardView(disputed, policy),
    'modal-dispute': disputeModalView(resolved),
    'modal-answer-dispute': answerDisputeModalView(disputed),
    'modal-close-disputed': closeModalView(disputed, policy),
  }
}

/** Who was told what: before anybody was, and after a late update, an automatic one and a question. */
function communications(words: Words, policy: Policy): Record<string, View> {
  const triage = open(words, policy, { number: 42 })
  const held = writeHoldingUpdate(triage, { slot: at(15), policy }, { by: 'sitrep', via: 'clock', at: at(15) })
  const late = writeUpdate(held, { fields: words.fields, nextInMinutes: 30, policy }, by('U0BEN', 57))
  const told = askQuestion(
    late,
    { audience: 'support', update: 4, topic: 'other', text: words.reason },
    by('U0GUS', 58),
  )
  const given = { policy, now: at(60) }
  const promises = [words.reason, words.note]
  const over = resolve(told, { resolution: words.resolution, promises, policy }, by('U0BEN', 60))
  const built = record(over, bot, { type: 'review-delivered', file: 'INC-42-review-1.md' })
  const kept = keepPromise(built, { number: 1, policy }, by('U0BEN', 90))
  const verdict = {
    ...{ audience: 'support', label: 'Support', people: 2, enough: 2, questions: 1, helpful: 1, notHelpful: 1 },
    lines: [],
  }
  return {
    'comms-none': { text: words.title, blocks: commsBlocks(triage, { ...given, verdicts: [] }) },
    comms: { text: words.title, blocks: commsBlocks(told, { ...given, verdicts: [verdict] }) },
    'modal-comms': commsModalView(told, commsBlocks(told, { ...given, verdicts: [verdict] })),
    'follow-ups-none': followUpsModalView(triage),
    'modal-follow-ups': followUpsModalView(kept),
    'tray-later': trayView(kept, policy),
  }
}

/** Who hears of an incident after its commander changed that. */
function adjusted(words: Words, policy: Policy): Record<string, View> {
  const led = assignRole(open(words, policy, { number: 42 }), { role: 'commander', user: 'U0ANA' }, by('U0ANA'))
  const how = { hears: true, cadence: 60, involvement: 'consulted' } as const
  const change = { ...how, added: ['U0EMI', 'C0BOARD'], reason: words.reason, policy }
  const incident = adjustAudience(led, { audience: 'legal', ...change }, by('U0ANA', 3))
  const without = adjustAudience(
    incident,
    { audience: 'support', hears: false, added: [], reason: words.reason, policy },
    by('U0ANA', 4),
  )
  const all = stakeholdersOf(without, policy, 0)
  return {
    'stakeholders-adjusted': stakeholdersView(without, all, { canChange: true }),
    'modal-stakeholders': stakeholdersModalView(without, stakeholdersView(without, all, { canChange: true })),
    'modal-adjust': adjustAudienceModalView(led, 'leadership', policy),
    'modal-adjust-again': adjustAudienceModalView(without, 'legal', policy),
  }
}

/** Every view that Sitrep shows, by name. */
export function viewsOf(words: Words, policy: Policy): Record<string, View> {
  const byStatus = Object.entries(statuses(words, policy))
  const { triage, resolved, fixing } = Object.fromEntries(byStatus) as Record<
    'triage' | 'resolved' | 'fixing',
    Incident
  >
  const hidden = open(words, policy, { number: 43, isPrivate: true })
  const { channel: _, ...channelless } = triage
  const shown = (incident: Incident) => disclose(incident, 'insider', policy)
  const many = Array.from({ length: 25 }, (__, index) => open(words, policy, { number: 100 + index }))
  return {
    ...Object.fromEntries(byStatus.map(([status, incident]) => [`card-${status}`, cardView(incident, policy)])),
    'card-private': cardView(hidden, policy),
    'card-trouble': cardView(troubled(words, policy), policy),
    'card-snoozed': cardView(snoozed(words, policy), policy),
    'facts-triage': factsView(triage, policy),
    'announcement-triage': announcementView(shown(triage), policy),
    'announcement-fixing': announcementView(shown(fixing), policy),
    'announcement-resolved': announcementView(shown(resolved), policy),
    ...updates(words, policy),
    'catch-up': catchUpView(addNote(fixing, { text: `Ruled out: ${words.note}` }, by('U0CLEO', 21)), policy),
    ...boardViews(fixing, words, policy),
    ...itemViews(fixing, words, policy),
    ...timelineViews(fixing, words, policy),
    ...reviewViews(fixing, words, policy),
    ...buildReviewViews({ open: fixing, hidden }, policy),
    stakeholders: stakeholdersView(triage, stakeholdersOf(triage, policy, 3), { canChange: false }),
    ...adjusted(words, policy),
    'stakeholders-private': stakeholdersView(hidden, stakeholdersOf(hidden, policy, 3), { canChange: false }),
    'goes-on': goesOnView(shown(triage), composeGoesOn(fixing, { into: triage, isOver: false, policy }), policy),
    followed: followedView(shown(triage), {
      said: composeBeginning(triage, policy),
      subject: 'priority:P2',
      policy,
    }),
    nudge: nudgeView(shown(triage), { dueAt: nextUpdateAt(triage, policy) ?? monday, isKnown: false }),
    misses: missesView(shown(triage), { missed: 2, owner: 'U0CLEO', isKnown: false }),
    ...figuresViews(policy),
    'people-found': foundPeopleView(shown(hidden), {
      people: [{ user: 'U0EMI', inviter: 'U0CLEO' }, { user: 'U0DEV' }],
      at: monday,
    }),
    'people-found-many': foundPeopleView(
      { ...shown(hidden), channel: { id: 'C0WAR', isPrivate: false } },
      { people: Array.from({ length: 25 }, (__, index) => ({ user: `U0P${index}` })), at: monday },
    ),
    'nudge-of-another': nudgeView(shown(triage), { dueAt: monday, before: ['U0CLEO', 'U0BEN'], isKnown: true }),
    declared: declaredView(shown(triage), { policy, opened: 2 }),
    'declared-private': declaredView(shown(hidden), { policy, opened: 2 }),
    'declared-without-channel': failedDeclarationView(channelless, words.refusal),
    'could-not-post-update': unsaid(words, policy),
    'home-empty': homeView({ known: [], named: [], more: 0 }, 'U0ANA', policy),
    'home-subscriptions': homeView(
      { known: [], named: [], more: 0, subscriptions: [{ kind: 'service', of: 'checkout' }] },
      'U0ANA',
      policy,
    ),
    home: homeView({ known: [fixing, hidden, resolved].map(shown), named: [], more: 2 }, 'U0BEN', policy),
    'home-many': homeView({ known: many.map(shown), named: [], more: 0 }, 'U0ANA', policy),
    ...modals(words, policy),
    ...verifications(words, policy),
    ...questionViews(words, { incident: triage, policy }),
    ...sendingViews(words, { incident: triage, policy }),
    ...digestViews(words, { open: input => open(words, policy, input), policy }),
    ...communications(words, policy),
  }
}

export function topicsOf(words: Words, policy: Policy): Record<string, string> {
  return Object.fromEntries(
    Object.entries(statuses(words, policy)).map(([status, incident]) => [
      status,
      topicOf(incident, incident.roles.commander && words.name),
    ]),
  )
}
