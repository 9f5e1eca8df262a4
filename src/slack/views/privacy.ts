import type { outcomeOf } from '../../domain/take-back.ts'
import { type MessageView, section } from '../blocks.ts'
import { join, md, placeLink } from '../mrkdwn.ts'

/** What somebody reads who has just made an incident private. Slack lets no app turn a public channel into a private one. */
export function privacyNotice(id: string, { hasPrivateChannel }: { hasPrivateChannel: boolean }): string {
  const first = `${id} is private from now on. Its announcement and its updates elsewhere are being taken back, and only people in its channel see it.`
  return hasPrivateChannel
    ? first
    : `${first} But the channel itself is public: it is renamed to its number, but anybody can still find, read and join it, and reads what was said before. A workspace owner or admin can make it private in its settings (Settings → Change to a private channel). Until then, write nothing confidential there.`
}

/** What somebody reads who has just proposed to make an incident public, or agreed to it. */
export function liftedNotice({ id, isPrivate }: { readonly id: string; readonly isPrivate: boolean }): string {
  return isPrivate
    ? `Proposed. Somebody else who holds a role in ${id}, or its reporter, has a day to agree.`
    : `${id} is public from now on. It is being announced, and every audience gets its updates. Its channel stays as it is: whoever wants to join asks to be added.`
}

/** What the people in the channel read once it is clear what of earlier words elsewhere could be taken back. */
export function takenBackNotice({ takenBack, left, copies }: ReturnType<typeof outcomeOf>): MessageView {
  const linked = (places: readonly string[]) => join([...new Set(places)].map(placeLink), ', ')
  const said = (count: number) => (count === 1 ? 'one message' : `${count} messages`)
  const reasons = [...new Set(left.map(({ reason }) => reason))].join(', ')
  return {
    text:
      left.length + copies.length === 0 ? 'What was said elsewhere was taken back.' : 'Not all could be taken back.',
    blocks: [
      section(
        join([
          ...(takenBack.length > 0
            ? [md`It is private now: Sitrep took back ${said(takenBack.length)} in ${linked(takenBack)}.`]
            : []),
          ...(left.length > 0
            ? [
                md`:warning: ${said(left.length)} in ${linked(left.map(({ place }) => place))} could not be taken back (${reasons}). Ask a workspace admin to delete what is there.`,
              ]
            : []),
          ...(copies.length > 0
            ? [
                md`:warning: The review is still there as a file in ${linked(copies)}. Ask a workspace admin to delete it.`,
              ]
            : []),
          md`Whoever has read it before knows it all the same.`,
        ]),
      ),
    ],
  }
}
