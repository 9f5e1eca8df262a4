import type { DisclosedIncident } from '../../domain/disclosure.ts'
import type { Fact } from '../../domain/timeline.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, confirm, context, section } from '../blocks.ts'
import { md, mention, when } from '../mrkdwn.ts'
import { forOutside, type OutsideView } from '../outside.ts'

/** Two blocks for each, within what Slack takes in one message. */
const mostShown = 20

/** A person in an incident's channel as a button carries it: `INC-42/U0EMI`. */
function writePersonRef(incident: string, user: string): string {
  return `${incident}/${user}`
}

export function readPersonRef(value: string): { readonly incident: string; readonly user: string } {
  const [incident = '', user = ''] = value.split('/')
  return { incident, user }
}

/** To whoever leads a private incident: who is in its channel without having been let in through Sitrep. */
export function foundPeopleView(
  { id, title, channel }: DisclosedIncident,
  { people, at }: Pick<Fact<'people-found'>, 'people' | 'at'>,
): OutsideView {
  const isOne = people.length === 1
  const who = isOne ? 'Somebody is' : `${people.length} people are`
  const more = people.length - mostShown
  return forOutside({
    text: `${id} is private. ${who} in its channel whom nobody added through Sitrep.`,
    blocks: [
      section(
        md`:eyes: *${id}* ${title}\nIt is private, and ${who.toLowerCase()} in its channel whom nobody added through Sitrep. They can read everything there.`,
      ),
      ...people.slice(0, mostShown).flatMap(({ user, inviter }) => [
        section(
          inviter === undefined
            ? md`${mention(user)}, found ${when(at)}`
            : md`${mention(user)}, added in Slack by ${mention(inviter)} ${when(at)}`,
        ),
        ...actions([
          button('Keep', ACTIONS.keepPerson, { value: writePersonRef(id, user) }),
          button('Remove', ACTIONS.removePerson, {
            value: writePersonRef(id, user),
            style: 'danger',
            confirm: confirm('Remove them?', 'They lose the channel. What they have read, they have read.', 'Remove'),
          }),
        ]),
      ]),
      ...(more > 0
        ? [context(md`And ${more} more: see who is in the channel, and \`/incident uninvite @user\`.`)]
        : []),
      context(
        channel && !channel.isPrivate
          ? md`*Keep* puts on the record that you let them in. The channel itself is public in Slack: whoever is removed can come back until a workspace admin makes it private.`
          : md`*Keep* puts on the record that you let them in.`,
      ),
    ],
  })
}
