import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { update } from '../../src/app/app.ts'
import { sendingOf } from '../../src/app/drafts.ts'
import { sendUpdate } from '../../src/domain/send-update.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { type Story, tellStory } from '../helpers/story.ts'

const war = 'inc-1-checkout-is-down'

describe('what somebody has written and not sent', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await story.command('ana', 'general', 'checkout is down')
    await story.submit('ana', { title: 'Checkout is down', severity: 'SEV1', urgency: 'high' })
    await story.settle()
    await story.command('ben', war, 'role commander me')
  })
  afterAll(() => story.end())

  const view = async (user: string) => JSON.stringify((await story.get(`views/${user}`)).view)
  const press = async (user: string, action: string) => {
    await story.press({ user, action })
    await story.running.app.background.idle()
  }
  const updates = async () => (await story.incident()).timeline.filter(isFact('update-written'))
  const leave = (user: string) => story.post('close-view', { user, all: true })
  const draft = (by: string) => story.running.app.drafts.get({ incident: 'INC-1', by })

  it('is there again after Sitrep was restarted between the preview and Send', async () => {
    await story.command('chloe', war, 'update')
    await story.submit('chloe', { state: 'The provider times out', impact: 'One in three fails', next: '60' })
    await story.restart()
    await leave('chloe')
    await story.command('chloe', war, 'update')
    const form = await view('chloe')
    expect(form).toContain('Your draft, saved <!date^1772445600^')
    expect(form).toContain('"initial_value":"One in three fails"')
    expect(form).toContain('"initial_option":{"text":{"type":"plain_text","text":"1 h, later than is owed"')
    expect(await updates()).toEqual([])
  })

  it('is shown in the tray to who wrote it, and to nobody else', async () => {
    await leave('chloe')
    await story.command('chloe', war, '')
    expect(await view('chloe')).toContain('Your draft of an update, saved')
    await story.command('ben', war, '')
    expect(await view('ben')).not.toContain('Your draft')
    await leave('ben')
  })

  it('keeps what was changed for one audience', async () => {
    await leave('chloe')
    await story.command('chloe', war, 'update')
    await story.submit('chloe', {})
    await story.press({ user: 'chloe', action: 'words_leadership', value: 'Decide on refunds today.' })
    await press('chloe', 'save_draft')
    expect(await view('chloe')).toContain('Saved as a draft. Only you see it')
    expect((await draft('U0CHLOE003'))?.wordings).toEqual({ leadership: 'Decide on refunds today.' })
    await leave('chloe')
    await story.command('chloe', war, 'update')
    await story.submit('chloe', {})
    expect(await view('chloe')).toContain('"initial_value":"Decide on refunds today."')
  })

  it('is not sent over what somebody else sent meanwhile: Chloé reads that first, and loses nothing', async () => {
    await story.command('ben', war, 'update')
    await story.submit('ben', { state: 'Ben restarts the gateway', next: '30', skip: ['skip'] })
    await story.command('ben', war, 'severity SEV4')
    await story.settle()
    const answer = await story.submit('chloe', {})
    expect(answer.ok).toBe(true)
    const preview = await view('chloe')
    expect(preview).toContain('<@U0BEN00002> sent an update')
    expect(preview).toContain('Ben restarts the gateway')
    expect(preview).toContain('One in three fails')
    expect(preview).toMatch(/It is P\d now; it was P1\./)
    expect(await updates()).toHaveLength(1)
    expect((await draft('U0CHLOE003'))?.wordings).toEqual({ leadership: 'Decide on refunds today.' })
  })

  it('is sent with the second press, and then no draft any more', async () => {
    await story.submit('chloe', {})
    await story.settle()
    expect(await updates()).toHaveLength(2)
    expect((await story.get('views/chloe')).view).toBeNull()
    expect(await draft('U0CHLOE003')).toBeUndefined()
  })

  it('is not sent twice when Sitrep died between sending and forgetting it', async () => {
    const { app } = story.running
    await story.command('ben', war, 'update')
    await story.submit('ben', { state: 'Restarted', next: '30' })
    const left = await draft('U0BEN00002')
    if (!left) throw new Error('the preview kept no draft')
    const { fields, nextInMinutes, wordings, basis, token } = left
    const stamp = { by: 'U0BEN00002', via: 'modal', at: app.now(), requestId: sendingOf(token) } as const
    await update(app, 'INC-1', incident =>
      sendUpdate(incident, { fields, nextInMinutes, wordings, basis, policy: app.policy }, stamp),
    )
    const before = await updates()
    expect((await story.submit('ben', {})).ok).toBe(true)
    expect((await story.get('views/ben')).view).toBeNull()
    expect(await updates()).toEqual(before)
    await story.command('ben', war, 'update')
    expect(await view('ben')).not.toContain('Your draft')
    await leave('ben')
  })

  it('is saved half-written from the form, and discarded with a press', async () => {
    await story.command('emi', war, 'update')
    await story.press({ user: 'emi', action: 'impact', value: 'Half a thought' })
    await press('emi', 'save_draft')
    expect((await draft('U0EMI00005'))?.fields).toMatchObject({ impact: 'Half a thought' })
    await leave('emi')
    await story.command('emi', war, '')
    await press('emi', 'discard_draft')
    expect(await view('emi')).toContain('Your draft for INC-1 is discarded.')
    expect(await draft('U0EMI00005')).toBeUndefined()
  })

  it('is not sent from a window whose draft was discarded in another', async () => {
    await leave('emi')
    await story.command('emi', war, 'update')
    await story.submit('emi', { state: 'Seen in two windows', next: '30' })
    await story.running.app.drafts.remove({ incident: 'INC-1', by: 'U0EMI00005' })
    const before = await updates()
    expect(JSON.stringify((await story.submit('emi', {})).errors)).toContain('in another window')
    expect(await updates()).toEqual(before)
  })
})

describe('a correction that somebody has written and not sent', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await story.command('ana', 'general', 'checkout is down')
    await story.submit('ana', { title: 'Checkout is down', severity: 'SEV1', urgency: 'high' })
    await story.settle()
    await story.command('chloe', war, 'update')
    await story.submit('chloe', { state: 'Out', impact: 'One in ten', next: '60', skip: ['skip'] })
    await story.settle()
  })
  afterAll(() => story.end())

  const view = async (user: string) => JSON.stringify((await story.get(`views/${user}`)).view)
  const leave = (user: string) => story.post('close-view', { user, all: true })
  const press = async (action: string) => {
    await story.press({ user: 'chloe', action })
    await story.running.app.background.idle()
  }
  const corrections = async () => (await story.incident()).timeline.filter(isFact('update-corrected'))

  it('is kept half-written from the form, with the tray saying so, also when Sitrep starts anew', async () => {
    await story.command('chloe', war, 'correct')
    await story.press({ user: 'chloe', action: 'impact', value: 'One in three' })
    await press('save_draft')
    expect(await view('chloe')).toContain('Saved as a draft. Only you see it; Correct brings it back.')
    await leave('chloe')
    await story.restart()
    await story.command('chloe', war, '')
    expect(await view('chloe')).toContain('Your draft of a correction, saved')
    await leave('chloe')
    await story.command('chloe', war, 'correct')
    expect(await view('chloe')).toContain('"initial_value":"One in three"')
    expect(await corrections()).toEqual([])
  })

  it('keeps what was changed for one audience in its preview', async () => {
    await story.submit('chloe', {})
    await story.press({ user: 'chloe', action: 'words_leadership', value: 'One third of all payments.' })
    await press('save_draft')
    expect(await view('chloe')).toContain('Saved as a draft. Only you see it; Correct brings it back.')
    await leave('chloe')
    await story.command('chloe', war, 'correct')
    await story.submit('chloe', {})
    expect(await view('chloe')).toContain('"initial_value":"One third of all payments."')
  })

  it('is shown what somebody else corrected meanwhile before it takes its place', async () => {
    await leave('chloe')
    await story.command('ben', war, 'role commander me')
    await story.command('ben', war, 'correct')
    await story.submit('ben', { impact: 'One in four' })
    await story.submit('ben', {})
    await story.settle()
    await story.command('chloe', war, 'correct')
    await story.submit('chloe', {})
    expect(await view('chloe')).toContain('Somebody else corrected it meanwhile')
    await story.submit('chloe', {})
    await story.settle()
    expect((await corrections()).map(({ by, fields }) => [by, fields.impact])).toEqual([
      ['U0BEN00002', 'One in four'],
      ['U0CHLOE003', 'One in three'],
    ])
  })

  it('is no draft any more once it is sent, nor once it is discarded', async () => {
    await story.command('chloe', war, '')
    expect(await view('chloe')).not.toContain('Your draft of a correction')
    await leave('chloe')
    await story.command('chloe', war, 'correct')
    await story.press({ user: 'chloe', action: 'impact', value: 'Half a thought' })
    await press('save_draft')
    await press('discard_draft')
    expect(await view('chloe')).toContain('Your correction for INC-1 is discarded.')
    await leave('chloe')
    await story.command('chloe', war, 'correct')
    expect(await view('chloe')).not.toContain('Half a thought')
    await leave('chloe')
  })
})
