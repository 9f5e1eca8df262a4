import { audienceLabel } from '../../domain/audiences.ts'
import type { DisclosedIncident } from '../../domain/disclosure.ts'
import type { Policy } from '../../domain/policy.ts'
import type { Unposted } from '../../domain/undelivered.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, section } from '../blocks.ts'
import { join, md, placeLink, when } from '../mrkdwn.ts'
import { forOutside, type OutsideView } from '../outside.ts'

/** More than these are named by number: the way out is the same for all of them. */
const mostPlaces = 5

/** To whoever sent an update: where it is not yet, that it is tried on, and how to bring it there by hand. */
export function undeliveredView(
  { id }: DisclosedIncident,
  unposted: { number: number; writtenAt: Date; missing: readonly Unposted[]; policy: Policy },
): OutsideView {
  const { number, writtenAt, missing, policy } = unposted
  const what = `Update ${number} of ${id}`
  const labels = [...new Set(missing.map(({ audience }) => audienceLabel(audience, policy)))]
  const named = missing.slice(0, mostPlaces)
  const more = missing.length - named.length
  return forOutside({
    text: `${what} has not reached ${labels.join(', ')} yet.`,
    blocks: [
      section(md`:hourglass_flowing_sand: *${what}*, written ${when(writtenAt)}, has not arrived yet:`),
      section(
        join([
          ...named.map(({ audience, channel }) => md`• *${audienceLabel(audience, policy)}* in ${placeLink(channel)}`),
          ...(more > 0 ? [md`• and ${more} more`] : []),
        ]),
      ),
      ...named.flatMap(({ audience, key }) =>
        actions([button(`Copy the text: ${audienceLabel(audience, policy)}`, ACTIONS.copyUpdate, { value: key })]),
      ),
      context(
        md`Slack does not take it at the moment. Sitrep keeps trying, for up to a day. If they cannot wait, bring them the text yourself.`,
      ),
    ],
  })
}
