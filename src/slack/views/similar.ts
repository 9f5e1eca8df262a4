import { itemNumber } from '../../domain/action-items.ts'
import type { Similar } from '../../domain/similar.ts'
import { join, type Mrkdwn, md, mention, truncate } from '../mrkdwn.ts'

const itemsAtMost = 3

/** “Like INC-31: 2 of its follow-ups are still open”, and which. */
export function similarLine({ incident: { id, title }, open, isAlike }: Similar): Mrkdwn {
  const count = open.length === 1 ? '1 of its follow-ups is' : `${open.length} of its follow-ups are`
  const why = isAlike ? 'same service, same words' : 'same service'
  const items = open
    .slice(0, itemsAtMost)
    .map(
      item => md`• ${itemNumber(item)} ${truncate(item.text, 150)}${item.owner ? md` (${mention(item.owner)})` : ''}`,
    )
  return join([
    md`:repeat: Like *${id}* ${truncate(title, 100)} (${why}): ${count} still open`,
    ...items,
    ...(open.length > itemsAtMost ? [md`and ${open.length - itemsAtMost} more: \`/incident ${id} followup\``] : []),
  ])
}
