import type { KnownBlock } from '@slack/types'
import type { ItemReminder } from '../../domain/action-item-work.ts'
import type { ActionItem } from '../../domain/action-items.ts'
import type { DisclosedIncident } from '../../domain/disclosure.ts'
import { actions, context, section } from '../blocks.ts'
import { type Mrkdwn, md, truncate } from '../mrkdwn.ts'
import type { OwnedItem } from '../my-items.ts'
import { forOutside, type OutsideView } from '../outside.ts'
import { itemButtons, itemLine } from './item-line.ts'

/** Two blocks each, on a page that shows other things too. */
const shownAtMost = 10

/** What one person has taken on, over all incidents. */
export function myItemBlocks(items: readonly OwnedItem[]): KnownBlock[] {
  return [
    ...items
      .slice(0, shownAtMost)
      .flatMap(({ incident, item }) => [
        section(md`${itemLine(item, 300)}\n${of(incident)}`),
        ...actions(itemButtons(incident.id, item), `item_${incident.id}_${item.number}`),
      ]),
    ...(items.length > shownAtMost ? [context(md`and ${items.length - shownAtMost} more`)] : []),
  ]
}

export function myItemsReply(items: readonly OwnedItem[]) {
  if (items.length === 0) return { text: 'You own no open follow-up.' }
  const text = items.length === 1 ? 'You own 1 open follow-up.' : `You own ${items.length} open follow-ups.`
  return { text, blocks: [section(md`${text}`), ...myItemBlocks(items)] }
}

function of(incident: DisclosedIncident): Mrkdwn {
  return md`${incident.id} ${truncate(incident.title, 150)}`
}

const REMINDER: Record<ItemReminder, string> = {
  given: 'A follow-up is yours',
  before: 'A follow-up is due soon',
  due: 'A follow-up is due today',
  overdue: 'A follow-up is overdue',
}

/** To who owns a follow-up, or leads its incident while nobody does. */
export function itemReminderView(
  incident: DisclosedIncident,
  {
    item,
    reminder,
    isOwner,
  }: { readonly item: ActionItem; readonly reminder: ItemReminder; readonly isOwner: boolean },
): OutsideView {
  return forOutside({
    text: `${REMINDER[reminder]}: ${truncate(item.text, 200)} (${incident.id})`,
    blocks: [
      section(md`${REMINDER[reminder]}. ${of(incident)}\n${itemLine(item)}`),
      ...actions(itemButtons(incident.id, item)),
      ...(isOwner ? [] : [context(md`Nobody who can be told owns it, so you hear of it: you lead the incident.`)]),
    ],
  })
}
