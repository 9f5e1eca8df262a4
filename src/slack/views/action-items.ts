import type { KnownBlock } from '@slack/types'
import { type ActionItem, actionItems, itemNumber, openItems } from '../../domain/action-items.ts'
import type { Incident } from '../../domain/incident.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, section } from '../blocks.ts'
import { md, truncate } from '../mrkdwn.ts'
import type { Reply } from '../request.ts'
import { followUpBlocks } from './follow-ups.ts'
import { itemButtons, itemLine, itemValue } from './item-line.ts'

/** Two blocks each, beside the promises, in at most fifty. */
const shownAtMost = 12
const promisesAtMost = 20
const onCardAtMost = 3

/** What we set ourselves, what is open first, with what can be done about each. */
export function itemBlocks(incident: Incident): KnownBlock[] {
  const all = actionItems(incident)
  const sorted = [...all].sort((a, b) => Number(a.ended !== undefined) - Number(b.ended !== undefined))
  const left = all.length - shownAtMost
  return [
    section(md`*What we do*`),
    ...(all.length === 0 ? [context(md`Nothing yet: what shall prevent, soften or show it the next time?`)] : []),
    ...sorted
      .slice(0, shownAtMost)
      .flatMap(item => [
        section(itemLine(item, 300)),
        ...actions(
          [
            ...itemButtons(incident.id, item),
            ...(item.ended ? [] : [button('Edit…', ACTIONS.editItem, { value: itemValue(incident.id, item) })]),
          ],
          `item_${item.number}`,
        ),
      ]),
    ...(left > 0 ? [context(md`${String(left)} more are in the review.`)] : []),
    ...actions([button('Add a follow-up', ACTIONS.addItem, { value: incident.id })], 'item_new'),
  ]
}

/** What is open of it in a few lines, for the card. */
export function itemLines(incident: Incident): KnownBlock[] {
  const open = openItems(incident)
  const left = open.length - onCardAtMost
  return [
    ...open
      .slice(0, onCardAtMost)
      .map(item => context(md`:repeat: *Follow-up ${itemNumber(item)}:* ${truncate(item.text, 200)}`)),
    ...(left > 0 ? [context(md`${String(left)} more follow-ups: \`/incident followup\``)] : []),
  ]
}

/** What was promised to readers, and what we do, clearly apart. */
export function followUpsReply(incident: Incident): Reply {
  return {
    text: `Follow-ups of ${incident.id}`,
    blocks: [...followUpBlocks(incident).slice(0, promisesAtMost), ...itemBlocks(incident)],
  }
}

/** To who just added one, with what they may have left out. `incident` is the id. */
export function itemAddedReply(incident: string, item: ActionItem): Reply {
  return {
    text: `${itemNumber(item)} is on the list of ${incident}: ${item.text}`,
    blocks: [
      section(md`On the list of ${incident}:\n${itemLine(item)}`),
      ...actions([button('Edit…', ACTIONS.editItem, { value: itemValue(incident, item) })]),
    ],
  }
}
