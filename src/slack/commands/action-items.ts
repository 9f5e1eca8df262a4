import { decide } from '../../app/incidents.ts'
import { ITEM_KINDS } from '../../domain/action-item-words.ts'
import { actionItems, addItem, endItem, itemNumber, reopenItem, requireItem } from '../../domain/action-items.ts'
import { readDueDate } from '../../domain/due-date.ts'
import { splitReason } from '../../domain/findings.ts'
import { moveItem } from '../../domain/move-item.ts'
import { UserError } from '../../errors.ts'
import { itemModalView, itemTextAtMost } from '../modals/action-item.ts'
import { dropItemView, moveItemView } from '../modals/end-item.ts'
import { myItems } from '../my-items.ts'
import { openModal, type Reply } from '../request.ts'
import { asTyped } from '../typed.ts'
import { itemAddedReply } from '../views/action-items.ts'
import { myItemsReply } from '../views/my-items.ts'
import { type CommandRequest, meantIncident, requireFits } from './verb.ts'

/** `… <@U123|ana>` at the end, as Slack writes a person into a command's text. */
const ownerPattern = /(?:^|\s)<@([UW][A-Z0-9]+)(?:\|[^>]*)?>\s*$/

/** “detect: Alert on token errors @ana by friday”. The owner and the date may stand in either order. */
export async function newItem(request: CommandRequest): Promise<Reply> {
  const { app, actor } = request
  const incident = await meantIncident(request)
  const dating = { now: app.now(), calendar: app.policy.calendar }
  const dated = readDueDate(request.escaped.trim(), dating)
  const owner = ownerPattern.exec(dated.text)?.[1]
  const unowned = dated.text.replace(ownerPattern, '')
  const { text: rest, dueAt } = dated.dueAt ? { ...dated, text: unowned } : readDueDate(unowned, dating)
  const [kind, text] = kindOf(asTyped(rest).trim())
  if (text === '')
    throw new UserError(
      'followup-text',
      'Say what is to be done: `/incident followup Alert on token errors @ana by 2026-03-10`.',
    )
  requireFits(text, itemTextAtMost)
  const input = { text, kind, owner, dueAt, policy: app.policy }
  const after = await decide(app, incident.id, { by: actor, run: addItem, input })
  const item = actionItems(after).findLast(one => one.text === text)
  return item ? itemAddedReply(after.id, item) : { text: `Added to the follow-ups of ${incident.id}.` }
}

function kindOf(text: string) {
  const [head = ''] = text.split(':')
  const kind = ITEM_KINDS.find(one => one === head.trim().toLowerCase())
  return kind ? ([kind, text.slice(head.length + 1).trim()] as const) : ([undefined, text] as const)
}

interface Said {
  readonly word: string
  readonly number?: number
  /** What stands behind the number. */
  readonly rest?: string
}

/** What is said of one that exists; a form where something is left out. */
export async function runItemVerb(request: CommandRequest, { word, number = 0, rest = '' }: Said) {
  const { app, actor: by } = request
  if (word === 'mine') return myItemsReply(await myItems(request))
  const incident = await meantIncident(request)
  const item = requireItem(incident, number)
  const { id } = incident
  const name = `${itemNumber(item)} of ${id}`
  if (word === 'edit') {
    await openModal(request, itemModalView(incident, { policy: app.policy, now: app.now(), item }))
    return undefined
  }
  if (word === 'done') {
    await decide(app, id, { by, run: endItem, input: { number, outcome: 'done', link: linkIn(rest) } })
    return { text: `${name} is done: ${item.text}` }
  }
  if (word === 'reopen') {
    await decide(app, id, { by, run: reopenItem, input: { number } })
    return { text: `${name} is open again.` }
  }
  if (word === 'drop') {
    const reason = rest.replace(/^because\s+/i, '')
    if (reason === '') await openModal(request, dropItemView(id, item))
    else await decide(app, id, { by, run: endItem, input: { number, outcome: 'dropped', reason } })
    return reason === '' ? undefined : { text: `${name} will not be done. The reason stands in the review.` }
  }
  const { text: where, why } = splitReason(rest)
  const dueAt = readDueDate(where.replace(/^(?=\d{4}-)/, 'to '), {
    now: app.now(),
    calendar: app.policy.calendar,
  }).dueAt
  const link = linkIn(where)
  // What stands behind an address says why it goes on there.
  const reason = why ?? (link && where.slice(where.indexOf(link) + link.length).trim())
  if (!reason || !(dueAt || link)) {
    await openModal(request, moveItemView(id, item))
    return undefined
  }
  await decide(app, id, { by, run: moveItem, input: { number, reason, dueAt, link } })
  return { text: dueAt ? `${name} has a new date. The reason stands in the review.` : `${name} goes on elsewhere.` }
}

function linkIn(text: string): string | undefined {
  return /https?:\/\/\S+/.exec(text)?.[0]
}
