import { describe, expect, it } from 'vitest'
import type { Message, TranscriptLine } from '../../src/domain/review.ts'
import { talkOf } from '../../src/domain/talk.ts'
import { describeReaction, marksOf, transcriptOf } from '../../src/domain/transcript.ts'
import { messages, names, said, ts } from './sample-incident.ts'

async function linesOf(said: readonly Message[] = messages): Promise<TranscriptLine[]> {
  const lines: TranscriptLine[] = []
  for await (const line of transcriptOf(said, names)) lines.push(line)
  return lines
}

describe('the transcript', () => {
  it('has each message once in the order of its timestamps, replies under their parent', async () => {
    const lines = await linesOf([...messages, ...messages])
    expect(lines.map(line => [line.at.toISOString().slice(11, 19), line.who, line.isReply])).toEqual([
      ['10:00:10', 'Ana', false],
      ['10:04:00', 'Ana', false],
      ['10:06:00', 'Ben', true],
      ['10:05:00', 'Ana', false],
      ['10:07:00', 'Alerts', false],
    ])
  })

  it('marks replies, edits, system messages, files and reactions', async () => {
    expect((await linesOf()).map(marksOf)).toEqual([
      ['system message'],
      [],
      ['reply', 'edited'],
      ['file: errors.png', ':+1: × 2'],
      [],
    ])
  })

  it('says what was deleted and when, what was pinned, and which file is not kept and why', async () => {
    const said_ = [
      said('U0ANA', '10:00', '', { deletion: { at: ts('10:02') } }),
      said('U0ANA', '10:01', '', { deletion: {}, isPinned: true }),
      said('U0ANA', '10:02', '', { files: [{ name: 'dump.bin', notKept: 'larger than 10 MB' }] }),
    ]
    expect((await linesOf(said_)).map(marksOf)).toEqual([
      ['deleted 2026-03-02 10:02:00 UTC'],
      ['deleted', 'pinned'],
      ['file: dump.bin, not kept: larger than 10 MB'],
    ])
  })

  it('keeps what a message said before, and who reacted', async () => {
    const edited = said('U0ANA', '10:00', 'now', {
      isEdited: true,
      earlier: [{ text: '<@U0BEN> before', since: ts('10:00') }],
      reactions: [{ name: 'eyes', count: 1, users: ['U0BEN'] }],
    })
    expect(await linesOf([edited])).toMatchObject([
      { text: 'now', earlier: [{ text: '@Ben before' }], reactions: [{ name: 'eyes', count: 1, by: ['Ben'] }] },
    ])
  })

  it('says who reacted, and how many more there are', () => {
    expect(describeReaction({ name: 'eyes', count: 2, by: ['Ana', 'Ben'] })).toBe(':eyes: × 2 (Ana, Ben)')
    expect(describeReaction({ name: 'eyes', count: 3, by: ['Ana', 'Ben'] })).toBe(':eyes: × 3 (Ana, Ben, 1 more)')
    expect(describeReaction({ name: 'eyes', count: 3, by: [] })).toBe(':eyes: × 3')
  })

  it('can be read in the order in which it was said, whatever threads there are', async () => {
    const lines: TranscriptLine[] = []
    for await (const line of transcriptOf([...messages].reverse(), names).byTime()) lines.push(line)
    expect(lines.map(line => [line.at.toISOString().slice(11, 16), line.isReply])).toEqual([
      ['10:00', false],
      ['10:04', false],
      ['10:05', false],
      ['10:06', true],
      ['10:07', false],
    ])
  })

  it('orders the messages of one second by the digits behind it', async () => {
    const close = ['000001', '000003', '000002'].map(micro =>
      said('U0ANA', '10:00', micro, { ts: `${ts('10:00').split('.')[0]}.${micro}` }),
    )
    expect((await linesOf(close)).map(line => line.text)).toEqual(['000001', '000002', '000003'])
  })

  it('keeps a reply whose parent was deleted, where its thread began', async () => {
    const orphan = said('U0BEN', '10:09', 'Still here', { threadTs: ts('10:08') })
    expect(await linesOf([said('U0ANA', '10:08:30', 'later'), orphan])).toMatchObject([
      { text: 'Still here', isReply: true, thread: ts('10:08') },
      { text: 'later' },
    ])
  })
})

describe('the talk', () => {
  it('counts messages by the minute, and names who wrote in the order of their first message', () => {
    const talk = talkOf([said('U0BEN', '10:01:30', 'b'), ...messages, ...messages])
    expect(talk.count).toBe(6)
    expect(talk.writers).toEqual(['U0BEN', 'U0ANA'])
    expect(talk.perMinute.map(([minute, many]) => [new Date(minute).toISOString().slice(11, 16), many])).toEqual([
      ['10:00', 1],
      ['10:01', 1],
      ['10:04', 1],
      ['10:05', 1],
      ['10:06', 1],
      ['10:07', 1],
    ])
  })
})
