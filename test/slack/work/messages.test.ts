import { describe, expect, it } from 'vitest'
import { acknowledge, assignRole, type Incident, record } from '../../../src/domain/incident.ts'
import { cancel } from '../../../src/domain/lifecycle.ts'
import { parsePolicy } from '../../../src/domain/policy.ts'
import { makePrivate } from '../../../src/domain/privacy.ts'
import { writeUpdate } from '../../../src/domain/updates.ts'
import { abandon, outstandingWork, settle } from '../../../src/domain/work.ts'
import { audiencePlace } from '../../../src/slack/clearance.ts'
import { announce, confirmDeclared, holdUpdate, reportFailure, showCard } from '../../../src/slack/work/messages.ts'
import { nudgeOwner } from '../../../src/slack/work/nudges.ts'
import { postUpdate } from '../../../src/slack/work/post-update.ts'
import { at, by, channels, declared, monday, opened, policy, told } from '../../helpers/incidents.ts'
import { benchOnNock } from './fixtures.ts'

const bench = benchOnNock()
const bot = { by: 'sitrep', via: 'bot', at: monday } as const
const carded = (incident: Incident = opened()) =>
  acknowledge(record(incident, bot, { type: 'card-posted', ts: '1.1' }, { cardTs: '1.1' }), undefined, by('U0BEN'))

describe('the card', () => {
  it('is posted and remembered', async () => {
    const { slack, perform } = await bench()
    slack.expect('chat.postMessage', { channel: channels.war, ts: '1.1' })
    const after = await perform('show-card', showCard, { incident: opened() })
    expect(after.cardTs).toBe('1.1')
    expect(after.timeline.at(-1)).toMatchObject({ type: 'card-posted', ts: '1.1' })
  })

  it('is edited in place', async () => {
    const { slack, perform } = await bench()
    slack.expect('chat.update')
    const incident = carded()
    expect(await perform('show-card', showCard, { incident })).toBe(incident)
    expect(slack.calls.at(-1)?.args).toMatchObject({ channel: channels.war, ts: '1.1' })
  })

  it('that somebody deleted is posted anew, under a key of its own', async () => {
    const { slack, perform } = await bench()
    slack.expect('chat.update', { ok: false, error: 'message_not_found' })
    slack.expect('chat.postMessage', { channel: channels.war, ts: '2.2' })
    expect((await perform('show-card', showCard, { incident: carded() })).cardTs).toBe('2.2')
    expect(slack.calls.at(-1)?.args.metadata).toMatchObject({ event_payload: { key: 'INC-42/card/2' } })
  })

  it('is looked for before it is posted a second time', async () => {
    const { slack, perform } = await bench()
    slack.expect('conversations.history', {
      messages: [{ ts: '1.5', metadata: { event_type: 'sitrep_post', event_payload: { key: 'INC-42/card/1' } } }],
    })
    expect((await perform('show-card', showCard, { incident: opened(), attempt: 2 })).cardTs).toBe('1.5')
  })
})

describe('the announcement', () => {
  it('is posted in the announcements channel and remembered', async () => {
    const { slack, perform } = await bench()
    slack.expect('conversations.info', { channel: { is_ext_shared: false } })
    slack.expect('chat.postMessage', { channel: channels.incidents, ts: '3.3' })
    const after = await perform('announce', announce, { incident: opened() })
    expect(after.announcement).toEqual({ channel: channels.incidents, ts: '3.3' })
  })

  it('is given up, unposted, where people of another company would read it', async () => {
    const { slack, perform } = await bench()
    slack.expect('conversations.info', { channel: { is_ext_shared: true } })
    await expect(perform('announce', announce, { incident: opened() })).rejects.toMatchObject({
      outcome: 'permanent-target',
      code: 'channel_is_shared_with_others',
    })
    expect(slack.calls.at(-1)).toMatchObject({ method: 'conversations.info', args: { channel: channels.incidents } })
  })

  it('is never made for a private incident, even when it is asked for', async () => {
    const { perform } = await bench()
    const incident = opened()
    // The work was found while the incident was public; privacy is looked at when it is done.
    const made = perform(
      'announce',
      workspace => {
        const performer = announce(workspace)
        return (task, app) => performer({ ...task, incident: { ...task.incident, isPrivate: true } }, app)
      },
      { incident },
    )
    expect(await made).toBe(incident)
  })

  it('is never made where there is no channel for it', async () => {
    const { perform } = await bench()
    const incident = opened()
    const silent = parsePolicy({ announcements: { channel: null } }, policy)
    await expect(perform('announce', announce, { incident, policy: silent })).rejects.toThrow('no announce to do')
  })

  it('that somebody deleted is posted anew', async () => {
    const { slack, perform } = await bench()
    const announcement = { channel: channels.incidents, ts: '3.3' }
    const incident = record(opened(), bot, { type: 'announced', ...announcement }, { announcement })
    slack.expect('chat.update', { ok: false, error: 'message_not_found' })
    slack.always('conversations.info', { channel: { is_ext_shared: false } })
    slack.expect('chat.postMessage', { channel: channels.incidents, ts: '4.4' })
    expect((await perform('announce', announce, { incident })).announcement?.ts).toBe('4.4')
  })
})

describe('an update', () => {
  it('is recorded with where it was posted', async () => {
    const { slack, perform } = await bench()
    const incident = writeUpdate(
      opened(),
      { fields: { state: 'db-7 is full' }, nextInMinutes: 30, policy },
      by('U0BEN'),
    )
    slack.expect('chat.postMessage', { channel: channels.war, ts: '5.5' })
    const after = await perform('post-update', postUpdate, { incident })
    expect(after.timeline.at(-1)).toMatchObject({
      type: 'update-posted',
      audience: 'responders',
      channel: channels.war,
      ts: '5.5',
    })
  })
})

describe('an update of an incident that was made private after it was written', () => {
  const board = { label: 'Board', channels: [], fields: ['impact'], cadence: {}, people: ['U0EMI'] }
  const cleared = { ...board, incidents: { private: 'cleared', clearedPeople: ['U0EMI'] } }
  const under = (given: object) => parsePolicy({ audiences: { board: given, responders: { cadence: {} } } }, policy)
  const written = (given: object) =>
    makePrivate(
      writeUpdate(
        opened(),
        { fields: { state: 'x', impact: 'y' }, nextInMinutes: 30, policy: under(given) },
        by('U0BEN'),
      ),
      undefined,
      by('U0BEN'),
    )
  /** Only what is still to be sent to this place. */
  const onlyTo = (channel: string, given: object) => {
    const incident = written(given)
    const others = outstandingWork(incident, under(given), monday).filter(
      work => !(work.kind === 'post-update' && work.channel === channel),
    )
    return { incident: others.reduce(settle, incident), policy: under(given) }
  }

  it('goes to no other channel', async () => {
    const { perform } = await bench()
    await expect(perform('post-update', postUpdate, onlyTo(channels.leadership, board))).rejects.toMatchObject({
      outcome: 'permanent-target',
      code: 'channel_not_cleared',
    })
  })

  it('goes to nobody but who is cleared for private incidents now', async () => {
    const { slack, perform } = await bench()
    slack.always('users.info', { user: { id: 'U0EMI' } })
    await expect(perform('post-update', postUpdate, onlyTo('U0EMI', board))).rejects.toMatchObject({
      code: 'person_not_cleared',
    })
    slack.expect('chat.postMessage', { channel: 'D1', ts: '5.5' })
    const after = await perform('post-update', postUpdate, onlyTo('U0EMI', cleared))
    expect(after.timeline.at(-1)).toMatchObject({ type: 'update-posted', audience: 'board', channel: 'U0EMI' })
  })

  it.each([
    ['whose account is gone', { deleted: true }],
    ['who is of another company', { team_id: 'T0OTHER' }],
  ])('goes to nobody %s', async (_, account) => {
    const { slack, perform } = await bench()
    slack.always('users.info', { user: { id: 'U0EMI', ...account } })
    await expect(perform('post-update', postUpdate, onlyTo('U0EMI', cleared))).rejects.toMatchObject({
      code: 'person_not_cleared',
    })
  })
})

it('nothing is told in a channel that the policy does not name itself once another company shares that', async () => {
  const { slack, workspace } = await bench()
  const to = { audience: 'leadership', channel: 'C0GROUP', policy }
  slack.expect('conversations.info', { channel: { is_ext_shared: false } })
  expect(await audiencePlace(workspace, opened(), to)).toMatchObject({ channel: 'C0GROUP' })
  slack.expect('conversations.info', { channel: { is_ext_shared: true } })
  await expect(audiencePlace(workspace, opened(), to)).rejects.toMatchObject({ code: 'channel_is_shared_with_others' })
  const named = { ...to, channel: channels.leadership }
  expect(await audiencePlace(workspace, opened(), named)).toMatchObject({ channel: channels.leadership })
})

it('nothing of a private incident is said in its channel once another company shares that', async () => {
  const { slack, perform } = await bench()
  const incident = carded(opened({ isPrivate: true }))
  for (const flag of ['is_ext_shared', 'is_pending_ext_shared']) {
    slack.expect('conversations.info', { channel: { [flag]: true } })
    await expect(perform('show-card', showCard, { incident })).rejects.toMatchObject({
      outcome: 'permanent-target',
      code: 'channel_is_shared_with_others',
    })
  }
})

it('what was given up in a private channel that another company shares is told directly', async () => {
  const { slack, perform } = await bench()
  const hidden = carded(opened({ isPrivate: true }))
  const written = writeUpdate(hidden, { fields: { state: 'db-7' }, nextInMinutes: 30, policy }, by('U0BEN'))
  const incident = gaveUp(written, `/post-update/responders/${channels.war}`, 'channel_is_shared_with_others')
  slack.expect('conversations.info', { channel: { is_ext_shared: true } })
  slack.expect('users.info', { user: { id: 'U0ANA' } })
  slack.expect('users.conversations', { channels: [{ id: channels.war }] })
  slack.expect('chat.postMessage', { channel: 'D1', ts: '9.9' })
  await perform('report-failure', reportFailure, { incident })
  expect(slack.calls.at(-1)?.args).toMatchObject({ channel: 'U0ANA' })
  expect(JSON.stringify(slack.calls.at(-1)?.args)).not.toContain('db-7')
})

describe('the confirmation', () => {
  it('goes to the reporter and links the channel', async () => {
    const { slack, perform } = await bench()
    slack.expect('chat.postMessage', { channel: 'D1', ts: '6.6' })
    await perform('confirm-declared', confirmDeclared, { incident: opened() })
    expect(slack.calls.at(-1)?.args.channel).toBe('U0ANA')
    expect(JSON.stringify(slack.calls.at(-1)?.args.blocks)).toContain(`<#${channels.war}>`)
  })
})

/** The incident after the first outstanding work whose key ends so was given up. */
function gaveUp(incident: Incident, ending: string, reason: string): Incident {
  const work = outstandingWork(incident, policy, monday).find(one => one.key.endsWith(ending))
  if (!work) throw new Error(`nothing ends in ${ending}`)
  return abandon(incident, { work, reason }, bot)
}

describe('what was given up', () => {
  it('is said in the channel, to whoever wrote the update, with where it was to go', async () => {
    const { slack, perform } = await bench()
    const fields = { state: 'db-7 is full' }
    const written = writeUpdate(opened(), { fields, nextInMinutes: 30, policy }, by('U0BEN'))
    const incident = gaveUp(written, `/customers/${channels.customers}`, 'is_archived')
    slack.expect('chat.postMessage', { channel: channels.war, ts: '8.8' })
    expect(await perform('report-failure', reportFailure, { incident })).toBe(incident)
    const { args } = slack.calls.at(-1)!
    expect(args).toMatchObject({
      channel: channels.war,
      text: 'Sitrep could not post the update for customers (the channel is archived: unarchive it, or name another in the policy). Please do it by hand.',
    })
    expect(JSON.stringify(args.blocks)).toContain(
      `could not post the update for customers in <#${channels.customers}> (the channel is archived: unarchive it, or name another in the policy). <@U0BEN>, please do it`,
    )
  })

  it('is looked for before it is said a second time', async () => {
    const { slack, perform } = await bench()
    const incident = gaveUp(opened(), '/announce', 'is_archived')
    const key = `INC-42#${incident.timeline.at(-1)?.seq}/report-failure`
    slack.expect('conversations.history', {
      messages: [{ ts: '8.8', metadata: { event_type: 'sitrep_post', event_payload: { key } } }],
    })
    await perform('report-failure', reportFailure, { incident, attempt: 2 })
  })

  it('is told to the reporter alone where there is no channel', async () => {
    const { slack, perform } = await bench()
    const incident = gaveUp(declared(), '/open-channel', 'restricted_action')
    slack.expect('chat.postMessage', { channel: 'D1', ts: '8.8' })
    await perform('report-failure', reportFailure, { incident })
    expect(slack.calls.at(-1)?.args).toMatchObject({
      channel: 'U0ANA',
      text: expect.stringContaining('ask an admin of the workspace'),
    })
  })

  it('leaves the channel in peace when it is only less handsome', async () => {
    const { perform } = await bench()
    const incident = gaveUp(opened(), '/set-topic', 'not_in_channel')
    await expect(perform('report-failure', reportFailure, { incident })).rejects.toThrow('no report-failure to do')
  })
})

describe('the reminder', () => {
  it('goes to who owes the update, with both ways to answer', async () => {
    const { slack, perform } = await bench()
    const known = told(opened(), { policy }, by('sitrep'))
    const incident = assignRole(known, { role: 'communications', user: 'U0CLEO' }, by('U0ANA'))
    slack.expect('users.info', { user: { id: 'U0CLEO' } })
    slack.expect('chat.postMessage', { channel: 'D1', ts: '7.7' })
    const after = await perform('nudge-owner', nudgeOwner, { incident, now: at(25) })
    expect(slack.calls.at(-1)?.args.channel).toBe('U0CLEO')
    expect(JSON.stringify(slack.calls.at(-1)?.args.blocks)).toMatch(/"action_id":"update".*"action_id":"no_change"/)
    expect(after.timeline.at(-1)).toMatchObject({ type: 'nudged', user: 'U0CLEO', dueAt: at(30) })
  })

  it('of a private incident goes to nobody who has left its channel', async () => {
    const { slack, perform } = await bench()
    const incident = assignRole(opened({ isPrivate: true }), { role: 'communications', user: 'U0CLEO' }, by('U0ANA'))
    slack.always('users.info', { user: { id: 'U0CLEO' } })
    slack.expect('users.conversations', { channels: [{ id: 'C0OTHER' }] })
    expect(await perform('nudge-owner', nudgeOwner, { incident, now: at(10) })).toBe(incident)
    expect(slack.calls.at(-1)).toMatchObject({ method: 'users.conversations', args: { user: 'U0CLEO' } })
    slack.expect('users.conversations', { channels: [{ id: channels.war }] })
    slack.expect('chat.postMessage', { channel: 'D1', ts: '7.7' })
    const after = await perform('nudge-owner', nudgeOwner, { incident, now: at(10) })
    expect(after.timeline.at(-1)).toMatchObject({ type: 'nudged', user: 'U0CLEO' })
  })
})

describe('the automatic update', () => {
  it('is written for the slot that nobody wrote for', async () => {
    const { perform } = await bench()
    const after = await perform('write-holding-update', () => holdUpdate, { incident: opened(), now: at(15) })
    expect(after.timeline.at(-1)).toMatchObject({ type: 'update-written', kind: 'holding', at: at(15) })
  })

  it('is not written when somebody wrote, or the incident ended, meanwhile', async () => {
    const { perform } = await bench()
    const late = (meanwhile: (incident: Incident) => Incident) => () => {
      const performer: typeof holdUpdate = async (task, app) => {
        const achieved = await holdUpdate(task, app)
        return (latest, stamp) => (achieved ? achieved(meanwhile(latest), stamp) : latest)
      }
      return performer
    }
    const wrote = late(incident =>
      writeUpdate(incident, { fields: { state: 'x' }, nextInMinutes: 30, policy }, by('U0BEN', 14)),
    )
    const ended = late(incident => cancel(incident, { reason: 'a drill', policy }, by('U0BEN', 14)))
    for (const performer of [wrote, ended]) {
      const after = await perform('write-holding-update', performer, { incident: opened(), now: at(15) })
      expect(JSON.stringify(after.timeline)).not.toContain('holding')
    }
  })
})
