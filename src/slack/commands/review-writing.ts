import { decide } from '../../app/incidents.ts'
import { readDueDate } from '../../domain/due-date.ts'
import type { Incident } from '../../domain/incident.ts'
import { assignReview, reviewState } from '../../domain/review-state.ts'
import { SECTION_HEADING, WRITTEN_SECTIONS, type WrittenSectionId } from '../../domain/review-written.ts'
import { utcMinute } from '../../domain/utc.ts'
import { UserError } from '../../errors.ts'
import { reviewOwnerView } from '../modals/review-owner.ts'
import { reviewModalView, sectionModalView } from '../modals/write-review.ts'
import { openModal, type Reply } from '../request.ts'
import type { CommandRequest } from './verb.ts'

const WORDS = ['write', 'assign', 'due'] as const
type WritingWord = (typeof WORDS)[number]

export function isWritingWord(word: string): word is WritingWord {
  return WORDS.some(one => one === word)
}

/** A section by its id or its heading, or how they begin: “root cause”, “went-well”. */
function sectionCalled(name: string): WrittenSectionId {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[^a-z]+/g, ' ')
      .trim()
  const wanted = plain(name)
  const found =
    WRITTEN_SECTIONS.find(id => [id, SECTION_HEADING[id]].some(one => plain(one) === wanted)) ??
    WRITTEN_SECTIONS.find(id => [id, SECTION_HEADING[id]].some(one => plain(one).startsWith(wanted)))
  if (found) return found
  throw new UserError(
    'no-such-section',
    `The review has no section “${name}”. Name one of these, or none to see them all: ${WRITTEN_SECTIONS.join(', ')}.`,
  )
}

/** What is typed after `/incident review` about the writing of it. */
export async function runWriting(
  request: CommandRequest,
  { incident, word }: { incident: Incident; word: WritingWord },
): Promise<Reply | undefined> {
  const { app, actor: by } = request
  const rest = request.text.slice(word.length).trim()
  const said = request.escaped.slice(word.length).trim()
  const { id } = incident
  const { policy } = app
  if (word === 'write') {
    const view =
      rest === '' ? reviewModalView(incident, policy) : sectionModalView(incident, { id: sectionCalled(rest) })
    await openModal(request, view)
    return undefined
  }
  const [, user, more = ''] = /^(?:<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|me\b)?\s*([\s\S]*)$/.exec(said) ?? []
  const owner = word === 'assign' ? (user ?? (/^me\b/i.test(said) ? by.by : undefined)) : undefined
  const day = word === 'assign' ? more : rest
  const { dueAt } = readDueDate(day.replace(/^(?=\d{4}-|today|tomorrow|\w+day\b)/i, 'by '), {
    now: app.now(),
    calendar: policy.calendar,
  })
  if ((word === 'assign' && owner === undefined) || (word === 'due' && !dueAt) || (day !== '' && !dueAt)) {
    if (rest !== '')
      throw new UserError(
        'review-who-when',
        'Say who, or until when: `/incident review assign @ana by friday`, `/incident review due 2026-03-10`.',
      )
    await openModal(request, reviewOwnerView(incident, policy))
    return undefined
  }
  const after = await decide(app, id, { by, run: assignReview, input: { owner, dueAt, policy } })
  const { dueAt: until } = reviewState(after, policy)
  const told = [
    ...(owner === undefined ? [] : [`${owner === by.by ? 'You write' : 'They write'} the review of ${id}`]),
    ...(until ? [`${owner === undefined ? `The review of ${id}` : 'it'} is due ${utcMinute(until)}`] : []),
  ].join(', and ')
  const reminder = until
    ? 'Before that day comes, whoever writes it is reminded.'
    : 'No day is set for it yet: `/incident review due 2026-03-10`.'
  return { text: `${told}. ${reminder}` }
}
