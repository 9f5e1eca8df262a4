import type { KnownBlock } from '@slack/types'
import type { FollowingWords } from '../../domain/compose-following.ts'
import type { DisclosedIncident } from '../../domain/disclosure.ts'
import { failureWords } from '../../domain/failure-words.ts'
import type { Policy } from '../../domain/policy.ts'
import { describeSpan } from '../../domain/policy.ts'
import type { Similar } from '../../domain/similar.ts'
import { statusLabel } from '../../domain/status.ts'
import { canBeFollowed, subjectKey } from '../../domain/subscriptions.ts'
import type { Fact } from '../../domain/timeline.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, confirm, context, section } from '../blocks.ts'
import { channelLink, join, type Mrkdwn, md, mention, utc, when } from '../mrkdwn.ts'
import { forOutside, type OutsideView } from '../outside.ts'
import { writeSlotRef } from '../slot-ref.ts'
import { reporterRating } from './respond.ts'
import { similarLine } from './similar.ts'
import { subscriptionControls } from './subscriptions.ts'

/** To the reporter: it was received, and this is where it is handled. `opened` is the fact of its channel. */
export function declaredView(
  incident: DisclosedIncident,
  { policy, opened, similar = [] }: { policy: Policy; opened: number; similar?: readonly Similar[] },
): OutsideView {
  const where = incident.channel ? md`It is being handled in ${channelLink(incident.channel.id)}.` : ''
  const { acknowledge } = policy.targets[incident.priority]
  return forOutside({
    text: `${incident.id} is declared: ${incident.title}`,
    blocks: [
      {
        ...section(md`*${incident.id}* is declared: ${incident.title}\n${where}`),
        accessory: reporterRating(incident, opened),
      },
      context(
        md`${incident.priority}: somebody takes it on within ${describeSpan(acknowledge)}.${
          incident.isPrivate ? ' Private: only the people in its channel know of it.' : ''
        }`,
        md`In the menu above you can say at any time how it is handled.`,
      ),
      ...similar.map(one => context(similarLine(one))),
    ],
  })
}

/** To the reporter: the record exists, its channel does not. */
export function failedDeclarationView({ id }: { readonly id: string }, reason: string): OutsideView {
  return forOutside({
    text: `${id} is recorded, but its channel could not be opened (${failureWords(reason)}).`,
    blocks: [
      section(
        md`*${id}* is recorded, but Slack would not let Sitrep open its channel (${failureWords(reason)}). Please gather in a channel of your own, and tell whoever runs Sitrep.`,
      ),
    ],
  })
}

/** To the people in the channel: what they now have to do themselves. */
export function abandonedView(
  failed: Fact<'work-abandoned'>,
  { author, canRetry }: { author: string | undefined; canRetry?: boolean },
): OutsideView {
  const where = /\/([CG][A-Z0-9]+)$/.exec(failed.work)?.[1]
  // Without a mention, which would call everybody who is in it after all.
  const group = /\/(S[A-Z0-9]+)$/.exec(failed.work)?.[1]
  return forOutside({
    text: `Sitrep could not ${failed.what} (${failureWords(failed.reason)}). Please do it by hand.`,
    blocks: [
      section(
        md`:warning: Sitrep could not ${failed.what}${where ? md` in ${channelLink(where)}` : group ? ` through the user group ${group}` : ''} (${failureWords(failed.reason)}). ${
          author ? md`${mention(author)}, please` : 'Please'
        } do it by hand.`,
      ),
      ...(canRetry
        ? actions([
            button('Try again', ACTIONS.retryUpdate, { value: failed.work, style: 'primary' }),
            button('Copy the text', ACTIONS.copyUpdate, { value: failed.work }),
          ])
        : []),
    ],
  })
}

/** To somebody who subscribed to such incidents: what they may know of it, where, and when they hear next. */
export function followedView(
  incident: DisclosedIncident,
  { said, subject, policy }: { said: FollowingWords; subject: string; policy: Policy },
): OutsideView {
  return followingView(incident, said, [context(whenItComes(incident)), ...subscriptionControls(subject, policy)])
}

/** To somebody who subscribed to an incident that was merged: where it goes on, or how that one ended meanwhile. */
export function goesOnView(into: DisclosedIncident, said: FollowingWords, policy: Policy): OutsideView {
  if (!canBeFollowed(into)) return followingView(into, said, [])
  const subject = subjectKey({ kind: 'incident', of: into.id })
  return followingView(into, said, [context(whenItComes(into)), ...subscriptionControls(subject, policy)])
}

function followingView(
  { channel }: DisclosedIncident,
  { text, namesChannel }: FollowingWords,
  below: readonly KnownBlock[],
): OutsideView {
  const where = namesChannel && channel && !channel.isPrivate ? md` · ${channelLink(channel.id)}` : ''
  return forOutside({ text, blocks: [section(md`${text}${where}`), ...below] })
}

function whenItComes({ followersHearAt }: DisclosedIncident): Mrkdwn {
  return followersHearAt
    ? md`Its updates come to you here. The next one is due ${when(followersHearAt)}.`
    : md`Its updates come to you here.`
}

/**
 * To whoever is to write the next update, before it is due, and who was reminded before them. *No change* is there once
 * somebody has read a report.
 */
export function nudgeView(
  incident: DisclosedIncident,
  { dueAt, before = [], isKnown }: { dueAt: Date; before?: readonly string[]; isKnown: boolean },
): OutsideView {
  const slot = writeSlotRef(incident, dueAt)
  return forOutside({
    text: `${incident.id}: the next update is due at ${utc(dueAt)}`,
    blocks: [
      section(
        md`*${incident.id}* ${incident.title}\nThe next update is due ${when(dueAt)}. Status: ${statusLabel(incident.status)}.`,
      ),
      ...actions([
        button('Write update', ACTIONS.update, { value: incident.id, style: 'primary' }),
        ...(isKnown ? [button('No change', ACTIONS.noChange, { value: slot })] : []),
        button('Snooze…', ACTIONS.snooze, { value: slot }),
      ]),
      context(
        ...(before.length > 0 ? [md`Reminded before you, without an answer: ${join(before.map(mention), ', ')}.`] : []),
        md`If nobody writes one, Sitrep posts an automatic update at that time.`,
      ),
    ],
  })
}

/** To the deputy, or to the people in the channel: the promises are kept by nobody but Sitrep. */
export function missesView(
  incident: DisclosedIncident,
  { missed, owner, isKnown }: { missed: number; owner: string; isKnown: boolean },
): OutsideView {
  const value = incident.id
  const what = missed === 1 ? 'An update was due and nobody wrote it' : `Nobody wrote the last ${missed} updates`
  return forOutside({
    text: `${incident.id}: ${what}. Somebody has to.`,
    blocks: [
      section(
        md`:warning: *${incident.id}* ${incident.title}\n${what}: automatic ones went out instead. ${mention(owner)} owes the next one. Please see to it that it is written, or give the role to somebody who has time.`,
      ),
      ...actions([
        button('Write update', ACTIONS.update, { value, style: 'primary' }),
        ...(isKnown ? [button('No change', ACTIONS.noChange, { value })] : []),
        button('Roles', ACTIONS.role, { value }),
      ]),
    ],
  })
}

/** To the people in the channel: one of them wants everybody to know, and another has to agree. */
export function approvalView(proposal: Fact<'disclosure-proposed'>, incident: { readonly id: string }): OutsideView {
  const value = incident.id
  return forOutside({
    text: `Somebody proposes to make ${incident.id} public. Another person has to agree.`,
    blocks: [
      section(
        md`${mention(proposal.by)} proposes to make *${incident.id}* public${
          proposal.reason === undefined ? '.' : md`: ${proposal.reason}`
        }\nEverybody in the workspace would see its title, state and people, and its audiences would get its updates.`,
      ),
      ...actions([
        button('Make it public', ACTIONS.approveDisclosure, {
          value,
          confirm: confirm(
            'Make it public?',
            'Everybody in the workspace will see its title, state and people.',
            'Make it public',
          ),
        }),
        button('Keep it private', ACTIONS.makePrivate, { value }),
      ]),
      context(md`Whoever holds a role in it, or its reporter, can agree within a day; not who proposed it.`),
    ],
  })
}
