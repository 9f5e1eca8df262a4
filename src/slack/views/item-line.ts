import type { Button } from '@slack/types'
import { type ActionItem, itemNumber } from '../../domain/action-items.ts'
import { ACTIONS } from '../action-ids.ts'
import { button } from '../blocks.ts'
import { day, join, link, type Mrkdwn, md, mention, truncate } from '../mrkdwn.ts'

/** One follow-up in two lines. */
export function itemLine(item: ActionItem, max = 600): Mrkdwn {
  return md`*${itemNumber(item)}* ${truncate(item.text, max)}\n${itemFacts(item)}`
}

/** What kind it is, whose, until when, and how it ended. */
function itemFacts({ kind, owner, dueAt, link: ticket, ended }: ActionItem): Mrkdwn {
  const how = ended && { done: 'done', moved: 'moved', dropped: 'won’t do', withdrawn: 'taken back' }[ended.outcome]
  return join(
    [
      ...(kind ? [md`${kind}`] : []),
      owner ? mention(owner) : md`nobody yet`,
      ended ? md`${how ?? ''} ${day(ended.at)} by ${mention(ended.by)}` : md`due ${day(dueAt)}`,
      ...(ticket && /^https?:/.test(ticket) ? [link(ticket, 'ticket')] : []),
      ...(ended?.reason === undefined ? [] : [md`${truncate(ended.reason, 300)}`]),
    ],
    ' · ',
  )
}

/** What becomes of one that is open. */
export function itemButtons(incident: string, item: ActionItem): Button[] {
  const value = itemValue(incident, item)
  return item.ended
    ? [button('Reopen', ACTIONS.reopenItem, { value })]
    : [
        button('Done', ACTIONS.itemDone, { value }),
        button('Move…', ACTIONS.moveItem, { value }),
        button('Won’t do…', ACTIONS.dropItem, { value }),
      ]
}

export function itemValue(incident: string, { number }: Pick<ActionItem, 'number'>): string {
  return `${incident}#${number}`
}
