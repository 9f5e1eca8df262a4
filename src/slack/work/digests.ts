import type { App, Claim } from '../../app/app.ts'
import { readerWords } from '../../domain/audiences.ts'
import { compose, digestHeading } from '../../domain/compose.ts'
import { lastCorrection } from '../../domain/correction.ts'
import { type Digest, digestName, digestOf, joined, type Part } from '../../domain/digest.ts'
import { earliest } from '../../domain/duration.ts'
import type { Policy } from '../../domain/policy.ts'
import { addresseeOf } from '../../domain/user-groups.ts'
import { asRead } from '../../domain/waiting.ts'
import { ServiceError } from '../../errors.ts'
import { conversationOf } from '../clearance.ts'
import { edit, type Posted, post } from '../messages.ts'
import type { InsidePlace, OutsidePlace, OutsideView } from '../outside.ts'
import { digestView } from '../views/digest.ts'
import { digestControls, partControls, respondControls, wholeButton } from '../views/respond.ts'
import { subscriptionControls, unsubscribeFrom } from '../views/subscriptions.ts'
import { lessTakenBack, takenBackView, updateView } from '../views/update.ts'
import type { Workspace } from '../workspace.ts'
import { readerPlace } from './reader-place.ts'

type Place = InsidePlace | OutsidePlace
interface Reading {
  readonly channel: string
  readonly policy: Policy
}

/** What was corrected since it was posted bears the mark; what was corrected before needs none. */
export function renderingOf({ incident, update, audience, posted }: Part, policy: Policy) {
  const correction = lastCorrection(incident, update.seq)
  const isMarked = correction !== undefined && posted !== undefined && correction.seq > posted
  const about = { incident, policy }
  return compose(audience, asRead(update, audience, about), isMarked ? { ...about, correctedAt: correction.at } : about)
}

/** What somebody subscribed to who reads it because of that. */
function subjectOf({ incident, update, audience }: Part, channel: string): string | undefined {
  return addresseeOf(incident, update.seq, { audience, channel })?.subject
}

function answered({ incident, update, audience }: Part, policy: Policy) {
  return { incident: incident.id, update, audience, own: readerWords(audience, policy) }
}

/** One incident's update as a message of its own. */
export function singleMessage(part: Part, { channel, policy }: Reading): OutsideView {
  const subject = subjectOf(part, channel)
  return updateView(renderingOf(part, policy), {
    controls: [...respondControls(answered(part, policy)), ...subscriptionControls(subject, policy)],
    whole: wholeButton(answered(part, policy)),
  })
}

/** Several incidents' updates as one message; of a single one, the same as ever. */
export function sharedMessage(parts: readonly Part[], reading: Reading): OutsideView {
  const { channel, policy } = reading
  const [first, ...more] = parts
  if (!first) throw new Error('nothing is to be said')
  if (more.length === 0) return singleMessage(first, reading)
  return digestView(
    digestHeading(
      parts.map(({ audience }) => audience),
      parts.length,
      policy,
    ),
    parts.map(part => ({
      rendering: renderingOf(part, policy),
      buttons: [...partControls(answered(part, policy)), ...unsubscribeFrom(subjectOf(part, channel), policy)],
      whole: wholeButton(answered(part, policy), part.incident.id),
    })),
    digestControls(parts.map(part => answered(part, policy))),
  )
}

/** A digest as it is to be read now: an incident that this place may not hear of any more is not in it. */
async function messageOfDigest(workspace: Workspace, { parts }: Digest, reading: Reading): Promise<OutsideView> {
  const heard = await Promise.all(parts.map(part => isHeard(workspace, part, reading)))
  const left = parts.filter((_, index) => heard[index])
  const hidden = parts.filter(({ incident }) => incident.isPrivate)
  return left.length > 0 ? lessTakenBack(sharedMessage(left, reading), hidden.length) : takenBackView()
}

async function isHeard(workspace: Workspace, part: Part, reading: Reading): Promise<boolean> {
  const { incident, update, audience } = part
  if (incident.isPrivate) return false
  try {
    return (await readerPlace(workspace, incident, { update: update.seq, audience, ...reading })) !== undefined
  } catch (error) {
    if (error instanceof ServiceError && error.outcome === 'permanent-target') return false
    throw error
  }
}

interface Sending {
  readonly to: Place
  readonly channel: string
  /** When it was first tried. */
  readonly at: Date
  readonly claim: Claim
  readonly sharedClaim: Claim
}

/**
 * Puts an update into the message that its place has for this quarter of an hour, or begins that message. Undefined when
 * there is one and its time is over: an edit of it would reach nobody.
 */
export async function postInDigest(
  workspace: Workspace,
  app: App,
  { part, sending }: { part: Part; sending: Sending },
): Promise<{ readonly posted: Posted; readonly digest: string } | undefined> {
  const { to, channel, at, claim, sharedClaim } = sending
  const { client } = workspace
  const digest = await withRoomFor(app, part, { channel, at })
  if (digest.message && digestName(channel, at) !== digestName(channel, app.now())) return undefined
  const message = await messageOfDigest(workspace, digest, { channel, policy: app.policy })
  if (digest.message) {
    const { ts, conversation } = digest.message
    if (await edit(client, { to: conversationOf(to, conversation), ts, message }))
      return { posted: { channel: conversation, ts }, digest: digest.name }
  }
  const isFirst = claim.attempt === 1 && sharedClaim.attempt === 1
  const posted = await post(client, {
    to,
    message,
    key: `digest/${digest.name}/${digest.times + 1}`,
    lookBackTo: isFirst ? undefined : earliest([claim.since, sharedClaim.since]),
  })
  // What is found there may be what another incident posted.
  if (!isFirst) await edit(client, { to: conversationOf(to, posted.channel), ts: posted.ts, message })
  return { posted, digest: digest.name }
}

async function withRoomFor(app: App, part: Part, { channel, at }: Pick<Sending, 'channel' | 'at'>): Promise<Digest> {
  const name = digestName(channel, at)
  const joining = { policy: app.policy, channel, now: app.now() }
  for (let nth = 1; ; nth++) {
    const own = nth === 1 ? name : `${name}/${nth}`
    const digest = joined(digestOf(own, await app.incidents.inDigest(own)), part, joining)
    if (digest) return digest
  }
}

/** Shows a digest as its facts are now; false when its message is not there any more. */
export async function editDigest(
  workspace: Workspace,
  app: App,
  { name, to, channel }: { name: string; to: Place; channel: string },
): Promise<boolean> {
  const digest = digestOf(name, await app.incidents.inDigest(name))
  if (!digest.message) return false
  const { ts, conversation } = digest.message
  const message = await messageOfDigest(workspace, digest, { channel, policy: app.policy })
  return edit(workspace.client, { to: conversationOf(to, conversation), ts, message })
}
