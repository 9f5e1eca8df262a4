import { type ActionItem, actionItems, addItem, endItem } from '../../src/domain/action-items.ts'
import { disclose } from '../../src/domain/disclosure.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { moveItem } from '../../src/domain/move-item.ts'
import type { Policy } from '../../src/domain/policy.ts'
import type { Similar } from '../../src/domain/similar.ts'
import { itemModalView } from '../../src/slack/modals/action-item.ts'
import { dropItemView, moveItemView } from '../../src/slack/modals/end-item.ts'
import { followUpsModalView } from '../../src/slack/modals/follow-ups.ts'
import { followUpsReply, itemAddedReply } from '../../src/slack/views/action-items.ts'
import { cardView } from '../../src/slack/views/card.ts'
import { declaredView } from '../../src/slack/views/direct.ts'
import { homeView } from '../../src/slack/views/home.ts'
import { itemReminderView, myItemsReply } from '../../src/slack/views/my-items.ts'
import { at, by, monday } from '../helpers/incidents.ts'
import type { View, Words } from './views-of.ts'

/** What we set ourselves: made, owned, moved, finished, given up, and found again by the next incident. */
export function itemViews(incident: Incident, words: Words, policy: Policy): Record<string, View> {
  const { reason, note } = words
  const many = Array.from({ length: 14 }, (_, index) => `${index} ${note}`).reduce(
    (latest, text, index) => addItem(latest, { text, policy }, by('U0CLEO', 30 + index)),
    addItem(incident, { text: note, kind: 'detect', owner: 'U0BEN', policy }, by('U0ANA', 25)),
  )
  const moved = moveItem(many, { number: 2, reason, link: 'https://tickets.example/7?a=1&b=<2>' }, by('U0BEN', 60))
  const over = endItem(moved, { number: 3, outcome: 'dropped', reason }, by('U0BEN', 61))
  const items = actionItems(over)
  const [first, second] = items as [ActionItem, ActionItem]
  const seen = disclose(over, 'insider', policy)
  const owned = items.filter(({ ended }) => !ended).map(item => ({ incident: seen, item }))
  const similar: Similar[] = [
    { incident: seen, open: items.slice(3), isAlike: true },
    { incident: seen, open: [first], isAlike: false },
  ]
  const now = at(70)
  return {
    'card-items': cardView(over, policy, similar),
    'declared-again': declaredView(seen, { policy, opened: 2, similar }),
    'follow-ups': { blocks: [], ...followUpsReply(over) },
    'home-items': homeView({ known: [seen], named: [], more: 0, items: owned }, 'U0BEN', policy),
    'item-added': { blocks: [], ...itemAddedReply('INC-42', first) },
    'item-overdue': itemReminderView(seen, { item: { ...second }, reminder: 'overdue', isOwner: false }),
    'item-given': itemReminderView(seen, { item: first, reminder: 'given', isOwner: true }),
    'item-reminder': itemReminderView(seen, { item: first, reminder: 'before', isOwner: true }),
    'modal-follow-ups-many': followUpsModalView(over),
    'modal-item': itemModalView(incident, { policy, now, from: { text: note, message: '1.000100' } }),
    'modal-item-drop': dropItemView('INC-42', first),
    'modal-item-edit': itemModalView(over, {
      policy,
      now: monday,
      item: { ...first, link: 'https://tickets.example/7' },
    }),
    'modal-item-move': moveItemView('INC-42', first),
    'my-items': { blocks: [], ...myItemsReply(owned) },
  }
}
