import { describe, expect, it } from 'vitest'
import { capture } from '../../src/domain/capture.ts'
import { messageOf } from '../../src/domain/captured.ts'
import { isAboutReview, readingNotice, withoutReviewLinks } from '../../src/domain/own-messages.ts'
import { said } from './sample-incident.ts'

describe('what Sitrep itself wrote', () => {
  const rules = { keepDeleted: true, self: 'U0SITREP' }
  const ts = '1772445600.000100'
  const kept = (user: string, text = 'hello') => {
    const snapshot = { ts, root: ts, user, text, isSystem: false, files: [], seen: ts }
    return messageOf(capture(undefined, { kind: 'message', ts, snapshot }, rules))
  }

  it('is marked as its own, and nothing else is', () => {
    expect(kept('U0SITREP')).toMatchObject({ isOwn: true })
    expect(kept('U0ANA')).not.toHaveProperty('isOwn')
  })

  it.each([
    ['that it reads the channel', { isOwn: true, text: `${readingNotice.now}: 7 messages` }, true],
    ['that it has read the channel', { isOwn: true, text: `${readingNotice.done}: 7 messages` }, true],
    ['a review as a file', { isOwn: true, files: [{ name: 'INC-42-review-17.html' }] }, true],
    ['one for an audience', { isOwn: true, files: [{ name: 'INC-42-review-for-it-support-17.pdf' }] }, true],
    ['an update', { isOwn: true, text: 'Checkout is back' }, false],
    ['a file of something else', { isOwn: true, files: [{ name: 'INC-42-record-3.md' }] }, false],
    ['a person’s copy of a review', { files: [{ name: 'INC-42-review-17.html' }] }, false],
    ['the same words of a person', { text: readingNotice.now }, false],
  ])('is about the review, or not: %s', (_, more, isIt) => {
    expect(isAboutReview(said('U0ANA', '10:00:00', 'hello', more))).toBe(isIt)
  })
})

describe('a link that opens a review', () => {
  const address = 'http://localhost:3000/incidents/INC-1/review.html?expires=1772445600&amp;signature=canary_-9'
  it.each([
    ['with a label', `See <${address}|Read it> now`, 'See (link to the review) now'],
    ['without', `<${address}>`, '(link to the review)'],
    ['as bare text', `at ${address} and on`, 'at (link to the review) and on'],
    ['twice', `<${address}|a> <${address}>`, '(link to the review) (link to the review)'],
    ['of something else', '<https://example.org/incidents/7?page=1|it>', '<https://example.org/incidents/7?page=1|it>'],
  ])('is left out: %s', (_, text, told) => {
    expect(withoutReviewLinks(text)).toBe(told)
  })

  it('is left out of what a message said before, too', () => {
    const rules = { keepDeleted: true, self: 'U0SITREP' }
    const ts = '1772445600.000100'
    const heard = (text: string, editedAt?: string) => ({
      kind: 'message' as const,
      ts,
      snapshot: {
        ...{ ts, root: ts, user: 'U0ANA', text, isSystem: false, files: [], seen: editedAt ?? ts },
        ...(editedAt ? { editedAt } : {}),
      },
    })
    const first = capture(undefined, heard(`<${address}|a>`), rules)
    const message = messageOf(capture(first, heard('Removed', '1772445601.000100'), rules))
    expect(message).toMatchObject({ text: 'Removed', earlier: [{ text: '(link to the review)' }] })
  })
})
