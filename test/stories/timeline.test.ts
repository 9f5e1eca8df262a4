import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wholeText } from '../../src/app/reviews.ts'
import { declareCheckout, type Story, tellStory } from '../helpers/story.ts'

const room = 'inc-1-checkout-fails'

describe('what Ana chooses for the timeline while it lasts', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await declareCheckout(story)
  })
  afterAll(() => story.end())

  const say = async (text: string): Promise<string> => {
    const { ts } = await story.post('message', { user: 'ben', channel: room, text })
    await story.settle()
    return String(ts)
  }
  const act = async (what: string, messageTs: string, more: object = {}) => {
    const done = await story.post(what, { user: 'ana', channel: room, messageTs, ...more })
    expect(done).toMatchObject({ ok: true })
    await story.settle()
  }
  const shortcut = async (ts: string): Promise<string> => {
    await act('shortcut', ts, { callback_id: 'keep_message' })
    return (await story.ephemerals('ana')).at(-1)?.text ?? ''
  }
  const open = async () => {
    await story.command('ana', room, 'timeline')
    await story.settle()
  }
  const pressIn = async (action: string, value?: string) => {
    await story.press({ user: 'ana', action, ...(value ? { value } : {}) })
    await story.settle()
  }
  /** What stands on each side of the window. */
  const seen = async () => {
    const { view } = await story.get('views/ana')
    const { blocks } = view as { blocks: { type: string; text?: { text: string }; elements?: { text: string }[] }[] }
    const texts = blocks.flatMap(({ text, elements }) => [
      text?.text ?? '',
      ...(elements ?? []).map(one => `${one.text}`),
    ])
    const from = texts.indexOf('Said in the channel, and not on it')
    return { on: texts.slice(0, from).join('\n'), off: texts.slice(from).join('\n') }
  }
  const inReview = async (): Promise<string> => {
    await story.command('ana', room, 'review markdown')
    await story.settle()
    const saved = await story.running.app.reviews.get('INC-1', 'markdown')
    const text = saved ? await wholeText(saved.read()) : ''
    const [, timeline = ''] = /## Timeline\n([\s\S]*?)\n## /.exec(text) ?? []
    return timeline
  }

  it('goes on and comes off by reaction, pin, shortcut and button, and the review has what was left on', async () => {
    const [reacted, pinned, cut, pressed] = [
      await say('One by reaction'),
      await say('One by pin'),
      await say('One by shortcut'),
      await say('One by button'),
    ]
    await open()
    expect((await seen()).on).not.toContain('One by')
    await act('reaction', reacted, { name: 'pushpin' })
    await act('pin', pinned)
    expect(await shortcut(cut)).toBe('On the timeline of INC-1.')
    await pressIn('put_on_timeline', `INC-1#${pressed}#off`)
    // Where the person looks, with the way back; the next time it stands on the other side.
    expect((await seen()).off).toMatch(/One by button\n:white_check_mark: On the timeline of INC-1\./)
    await open()
    const shown = await seen()
    for (const one of ['reaction', 'pin', 'shortcut', 'button']) expect(shown.on).toContain(`One by ${one}`)
    expect(shown.on).toMatch(/One by reaction\n:pushpin: of ana · <https?:\/\/[^|]+\|In Slack>/)
    expect(shown.on).toMatch(/One by pin\npinned · /)
    expect(shown.on).toMatch(/One by button\nput there by ana · /)
    expect(shown.off).not.toContain('One by')
    const before = await inReview()
    for (const one of ['reaction', 'pin', 'shortcut', 'button']) expect(before).toContain(`One by ${one}`)

    await act('reaction', reacted, { name: 'pushpin', remove: true })
    await act('unpin', pinned)
    expect(await shortcut(cut)).toBe('Taken off the timeline of INC-1.')
    await pressIn('take_off_timeline', `INC-1#${pressed}#on`)
    expect((await seen()).on).toMatch(/One by button\n:white_check_mark: Taken off the timeline of INC-1\./)
    await open()
    expect(await seen()).toMatchObject({
      on: expect.not.stringContaining('One by'),
      off: expect.stringMatching(/One by button[\s\S]*One by shortcut[\s\S]*One by pin[\s\S]*One by reaction/),
    })
    expect(await inReview()).not.toContain('One by')
  })

  it('comes off by a button or the shortcut though the mark stays in Slack, until somebody marks it anew', async () => {
    const [reacted, pinned] = [await say('Marked by reaction'), await say('Marked by pin')]
    await act('reaction', reacted, { name: 'pushpin' })
    await act('pin', pinned)
    await open()
    await pressIn('take_off_timeline', `INC-1#${reacted}#on`)
    expect((await seen()).on).toContain(
      'Marked by reaction\n:white_check_mark: Taken off the timeline of INC-1; in Slack it stays marked (:pushpin:), which counts no more until somebody marks it anew.',
    )
    await pressIn('put_on_timeline', `INC-1#${reacted}#on`)
    expect((await seen()).on).toMatch(/Marked by reaction\n:white_check_mark: On the timeline of INC-1\./)
    await pressIn('take_off_timeline', `INC-1#${reacted}#on`)
    expect(await shortcut(pinned)).toContain('it stays marked (pinned), which counts no more')
    expect(await inReview()).not.toContain('Marked by')
    await act('reaction', reacted, { name: 'pushpin', remove: true })
    await act('reaction', reacted, { name: 'pushpin' })
    await act('unpin', pinned)
    await act('pin', pinned)
    await open()
    expect((await seen()).on).toMatch(/Marked by pin[\s\S]*Marked by reaction/)
    expect(await inReview()).toMatch(/Marked by reaction[\s\S]*Marked by pin/)
  })

  it('is taken off below the answer to the shortcut, and put back there', async () => {
    const ts = await say('Said once')
    await shortcut(ts)
    await story.press({ user: 'ana', channel: room, action: 'take_off_timeline' })
    await story.settle()
    expect((await story.ephemerals('ana')).at(-1)?.text).toBe('Taken off the timeline of INC-1.')
    await story.press({ user: 'ana', channel: room, action: 'put_on_timeline' })
    await story.settle()
    expect(await inReview()).toContain('Said once')
  })

  it('is shown page by page from the tray, newest first, and says what was written down later', async () => {
    for (let count = 1; count <= 7; count++) await say(`Line ${count}`)
    for (let count = 1; count <= 6; count++) await story.command('ana', room, `note Note ${count}`)
    await story.command('ben', room, 'note 04:40 First complaint')
    await story.command('ana', room, '')
    await pressIn('timeline')
    const first = await seen()
    expect(first.on).toMatch(/1 to 10 of 14, the newest first/)
    expect(first.on).toMatch(/Note 6[\s\S]*Note 1/)
    expect(first.on).not.toContain('First complaint')
    expect(first.off).toMatch(/Line 7[\s\S]*Line 3/)
    expect(first.off).not.toContain('Line 2')
    const turn = async (action: string, block: string) => {
      await story.press({ user: 'ana', action, block })
      await story.settle()
      return seen()
    }
    const older = await turn('timeline_older', 'timeline_entries')
    expect(older.on).toMatch(
      /11 to 14 of 14[\s\S]*09:40 UTC>\* {2}ben noted: First complaint\nby a command · recorded <!date/,
    )
    const past = await turn('timeline_older', 'timeline_others')
    expect(past.on).toContain('11 to 14 of 14')
    expect(past.off).toMatch(/Before <!date[\s\S]*Line 2[\s\S]*Line 1/)
    expect((await turn('timeline_newer', 'timeline_entries')).on).toContain('Note 6')
    expect((await turn('timeline_newer', 'timeline_others')).off).toContain('Line 7')
    await pressIn('add_note')
    await story.submit('ana', { text: 'From the window' })
    await open()
    expect((await seen()).on).toContain('ana noted: From the window')
  })

  it('takes a line that is typed behind the command as one to add', async () => {
    const { response } = await story.command('ana', room, 'timeline Rolled back')
    expect(response?.text).toBe('Noted on the timeline of INC-1.')
  })

  it('does not take what was deleted in Slack, and says so', async () => {
    const ts = await say('My password is hunter2')
    await open()
    await act('delete-message', ts, { user: 'ben' })
    await pressIn('put_on_timeline', `INC-1#${ts}`)
    const told = JSON.stringify(await story.get('views/ana'))
    expect(told).toContain('That message was deleted in Slack, so it cannot go on the timeline.')
    await story.post('close-view', { user: 'ana' })
    expect((await seen()).on).not.toContain('hunter2')
  })
})
