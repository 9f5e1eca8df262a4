import { SlackError } from '../errors.ts'
import { botProfile } from '../messages.ts'
import { type Methods, noScope, scope } from './method.ts'

export const identity = {
  'api.test': {
    tier: 4,
    token: 'none',
    needs: noScope,
    run({ args }) {
      const error = args.text('error')
      if (error) throw new SlackError(error)
      return { args: { ...(args.has('foo') ? { foo: args.text('foo') } : {}) } }
    },
  },
  'auth.test': {
    // "Hundreds of requests per minute".
    tier: { perMinute: 300 },
    needs: noScope,
    run({ world, origin }) {
      return {
        url: `${origin}/`,
        team: world.team.name,
        user: world.users.get(world.app.botUserId)?.name,
        team_id: world.team.id,
        user_id: world.app.botUserId,
        bot_id: world.app.botId,
        is_enterprise_install: false,
      }
    },
  },
  'apps.connections.open': {
    tier: 3,
    token: 'app',
    needs: noScope,
    run({ connections, origin }) {
      return { url: `${origin.replace(/^http/, 'ws')}/socket-mode?ticket=${connections.issueTicket()}` }
    },
  },
  'team.info': {
    tier: 3,
    needs: scope('team:read'),
    run({ world, args }) {
      if (args.has('team') && args.text('team') !== world.team.id) throw new SlackError('team_not_found')
      return { team: { ...world.team, email_domain: '', icon: { image_default: true } } }
    },
  },
  'bots.info': {
    tier: 3,
    needs: scope('users:read'),
    run({ world, args }) {
      if ((args.text('bot') ?? world.app.botId) !== world.app.botId) throw new SlackError('bot_not_found')
      return { bot: { ...botProfile(world), user_id: world.app.botUserId, icons: {} } }
    },
  },
} satisfies Methods
