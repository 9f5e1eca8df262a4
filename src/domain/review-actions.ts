import { ITEM_STATE_LABEL } from './action-item-words.ts'
import { type ActionItem, actionItems, itemNumber } from './action-items.ts'
import type { ReviewInput } from './compose-review.ts'
import type { Block } from './review.ts'
import { minute, told } from './review-text.ts'

/** What is done so that it does not happen again: whose it is, until when, and what became of it. */
export function actionItemsTable({ incident, names }: ReviewInput): Block[] {
  const all = actionItems(incident)
  if (all.length === 0) return [{ kind: 'paragraph', text: 'There is no follow-up yet.' }]
  return [
    {
      kind: 'table',
      columns: ['No.', 'What', 'Kind', 'Owner', 'Due', 'State', 'Ticket'],
      rows: all.map(item => [
        itemNumber(item),
        item.text,
        item.kind ?? '',
        item.owner === undefined ? 'Nobody yet' : names.user(item.owner),
        minute(item.dueAt),
        state(item, names),
        item.link === undefined ? '' : [{ kind: 'reference', text: item.link, href: item.link }],
      ]),
    },
  ]
}

function state({ state: now, ended }: ActionItem, names: ReviewInput['names']) {
  if (!ended) return ITEM_STATE_LABEL[now]
  const reason = ended.reason === undefined ? '' : `: ${ended.reason}`
  return told`${ITEM_STATE_LABEL[now]}, ${names.user(ended.by)}, ${minute(ended.at)}${reason}`
}
