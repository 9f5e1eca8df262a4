import nock from 'nock'
import { afterEach, beforeEach, expect } from 'vitest'
import type { App, Claim, Performer } from '../../../src/app/app.ts'
import type { Incident } from '../../../src/domain/incident.ts'
import type { Policy } from '../../../src/domain/policy.ts'
import { outstandingWork, type WorkKind, type WorkOf } from '../../../src/domain/work.ts'
import { createSlackClient } from '../../../src/slack/client.ts'
import { connectWorkspace, type Workspace } from '../../../src/slack/workspace.ts'
import { monday, policy as testPolicy } from '../../helpers/incidents.ts'
import { quickPace } from '../../helpers/quick-pace.ts'
import { keepingLog } from '../keeping-log.ts'
import { bot, fakeWebApi, team, token, type WebApi } from '../web-api.ts'

export interface Bench {
  readonly slack: WebApi
  readonly workspace: Workspace
  /** Does the incident's outstanding work of this kind; answers the incident as it is after what was achieved. */
  perform<K extends WorkKind>(
    kind: K,
    performer: (workspace: Workspace) => Performer<K>,
    task: { incident: Incident; attempt?: number; policy?: Policy; now?: Date },
  ): Promise<Incident>
}

/** One performer at a time, against Slack's Web API through nock. */
export function benchOnNock(): () => Promise<Bench> {
  let slack: WebApi
  beforeEach(() => {
    nock.disableNetConnect()
    slack = fakeWebApi()
  })
  afterEach(() => {
    nock.cleanAll()
    nock.enableNetConnect()
    expect(slack.problems()).toEqual([])
  })
  return async () => {
    slack.expect('auth.test', { team_id: team, user_id: bot.user, bot_id: bot.id })
    const workspace = await connectWorkspace(
      createSlackClient({ token, apiUrl: undefined, log: keepingLog().log, pace: quickPace() }),
    )
    return {
      slack,
      workspace,
      async perform(kind, performer, { incident, attempt = 1, policy = testPolicy, now = monday }) {
        const work = outstandingWork(incident, policy, now).find(one => one.kind === kind)
        if (!work) throw new Error(`there is no ${kind} to do`)
        const claim: Claim = { lane: work.lane, token: 't', attempt, since: monday }
        const task = { work: work as WorkOf<typeof kind>, incident, claim }
        const achieved = await performer(workspace)(task, { policy, now: () => now, nameOf: workspace.nameOf } as App)
        return achieved ? achieved(incident, { by: 'sitrep', via: 'bot', at: now }) : incident
      },
    }
  }
}
