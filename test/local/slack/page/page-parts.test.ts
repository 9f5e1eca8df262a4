import { describe, expect, test } from 'vitest'
import { emojiGlyph, findEmoji } from '../../../../src/local/slack/page/emoji.ts'
import { formatSize, kindOfFile } from '../../../../src/local/slack/page/file-kind.ts'
import { describeEntry, isRefused } from '../../../../src/local/slack/page/log-entry.ts'
import { parsePermalink } from '../../../../src/local/slack/page/permalink.ts'

test('emoji are found by every shortcode they have, best matches first', () => {
  expect([emojiGlyph('+1'), emojiGlyph('thumbsup'), emojiGlyph('no_such_thing')]).toEqual(['👍', '👍', null])
  expect(findEmoji('check', 2).map(each => each.name)).toEqual(['checkered_flag', 'white_check_mark'])
})

describe('files', () => {
  test.each([
    [{ id: 'F1', name: 'review.md', mimetype: 'text/plain' }, 'markdown'],
    [{ id: 'F1', name: 'review.html' }, 'html'],
    [{ id: 'F1', mimetype: 'image/png' }, 'image'],
    [{ id: 'F1', name: 'data.json', mimetype: 'application/json' }, 'text'],
    [{ id: 'F1', name: 'thing.bin' }, 'other'],
  ])('are shown by what %j is', (file, kind) => {
    expect(kindOfFile(file).id).toBe(kind)
  })

  test('have a size that people read', () => {
    expect([formatSize(312), formatSize(12_345), formatSize(2_500_000)]).toEqual(['312 B', '12 KB', '2.5 MB'])
  })
})

test('permalinks lead to their channel and message', () => {
  expect(parsePermalink('http://127.0.0.1:3000/archives/C0AB/p1700000000000100?thread_ts=1')).toEqual({
    channel: 'C0AB',
    ts: '1700000000.000100',
  })
  expect(parsePermalink('https://a.example/archives/C0AB')).toEqual({ channel: 'C0AB' })
  expect(parsePermalink('https://a.example/')).toBeNull()
})

test('the inspector says what a delivery was about', () => {
  const entry = { n: 1, at: '2026-03-01T12:00:00Z', direction: 'delivery' } as const
  expect(describeEntry({ ...entry, type: 'interactive', request: { type: 'view_submission' } })).toBe(
    'interactive view_submission',
  )
  expect(describeEntry({ ...entry, type: 'events_api', request: { event: { type: 'message' } } })).toBe(
    'events_api message',
  )
  expect(describeEntry({ ...entry, type: 'slash_commands', request: { command: '/incident' } })).toBe(
    'slash_commands /incident',
  )
  expect(describeEntry({ ...entry, direction: 'api', method: 'chat.postMessage' })).toBe('chat.postMessage')
  expect([isRefused({ ok: false }), isRefused({ ok: true }), isRefused('ok')]).toEqual([true, false, false])
})
