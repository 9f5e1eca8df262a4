import type { User, UserGroup } from './entities.ts'

interface SlashCommand {
  /** With its slash: `/deploy`. */
  readonly command: string
  readonly description: string
  readonly usage_hint?: string
  /** Slack sends `@ana` and `#general` as ids when set. */
  readonly should_escape?: boolean
}

interface Shortcut {
  readonly name: string
  readonly callback_id: string
  readonly type: 'global' | 'message'
  readonly description?: string
}

/** The app installed in the workspace: what its manifest declares, and its credentials. */
export interface SeedApp {
  readonly id?: string
  readonly name: string
  readonly commands: readonly SlashCommand[]
  readonly shortcuts: readonly Shortcut[]
  readonly scopes: readonly string[]
  /** Bot events the app subscribes to, by their manifest names: `message.channels`, `app_home_opened`, … */
  readonly events: readonly string[]
  readonly botToken?: string
  readonly appToken?: string
  readonly signingSecret?: string
}

interface SeedChannel {
  readonly id: string
  readonly name: string
  readonly members: readonly string[]
  readonly creator?: string
  readonly isPrivate?: boolean
  readonly isGeneral?: boolean
  readonly topic?: string
  readonly purpose?: string
}

export interface Seed {
  readonly team: { readonly id: string; readonly name: string; readonly domain: string }
  /** People; the app's own bot user is added to them. */
  readonly users: readonly User[]
  readonly usergroups: readonly UserGroup[]
  readonly channels: readonly SeedChannel[]
  /** `botUserId` may be named among channel members. */
  readonly app: SeedApp & { readonly botUserId: string; readonly botId: string }
}

export const defaultCredentials = {
  botToken: 'xoxb-sandbox',
  appToken: 'xapp-sandbox',
  signingSecret: 'sandbox-signing-secret',
} as const

const ana = 'U0ANA00001'
const ben = 'U0BEN00002'
const chloe = 'U0CHLOE003'
const dev = 'U0DEV00004'
const emi = 'U0EMI00005'
const gus = 'U0GUS00006'
const bot = 'U0APPBOT00'

/** A small company around the app: six people over the world's time zones, two user groups, seven channels. */
export function sampleSeed(app: SeedApp): Seed {
  const staff = [ana, ben, chloe, dev, emi]
  return {
    team: { id: 'T0ACME0001', name: 'Acme (sandbox)', domain: 'acme-sandbox' },
    users: [
      person(ana, 'ana', 'Ana Sample', 'Site reliability engineer', 'Europe/Lisbon', {
        color: '9f69e7',
        isAdmin: true,
      }),
      person(ben, 'ben', 'Ben Sample', 'Backend engineer', 'America/New_York', { color: '4bbe2e' }),
      person(chloe, 'chloe', 'Chloé Sample', 'Support lead', 'Europe/Paris', { color: 'e7392d' }),
      person(dev, 'dev', 'Dev Sample', 'Engineering manager', 'Asia/Kolkata', { color: '3c989f' }),
      person(emi, 'emi', 'Emi Sample', 'Head of operations', 'Asia/Tokyo', { color: '674b1b' }),
      person(gus, 'gus', 'Gus Guest', 'Contractor (guest)', 'America/Sao_Paulo', { color: 'e96699', isGuest: true }),
    ],
    usergroups: [
      { id: 'S0ONCALL01', handle: 'on-call', name: 'On-call engineers', users: [ana, ben] },
      {
        id: 'S0LEADERS2',
        handle: 'leadership',
        name: 'Leadership',
        users: [dev, emi],
        channels: ['C0LEADERS4'],
      },
    ],
    channels: [
      { id: 'C0GENERAL1', name: 'general', members: staff, isGeneral: true, purpose: 'For everyone at Acme.' },
      { id: 'C0RANDOM02', name: 'random', members: staff, purpose: 'Everything else.' },
      { id: 'C0INCIDNT3', name: 'incidents', members: [...staff, bot], topic: 'Every incident is announced here' },
      { id: 'C0LEADERS4', name: 'leadership', members: [dev, emi, bot], topic: 'What leaders need to know' },
      { id: 'C0SUPPORT5', name: 'support', members: [ana, chloe, gus, bot], topic: 'What support can tell people' },
      { id: 'C0CUSTOMR6', name: 'customer-updates', members: [chloe, emi, bot], topic: 'What customers read' },
      {
        id: 'C0SECURTY7',
        name: 'security-team',
        members: [ana, dev],
        isPrivate: true,
        purpose: 'Private: security matters.',
      },
    ],
    app: { ...app, botUserId: bot, botId: 'B0APP00001' },
  }
}

function person(id: string, name: string, realName: string, title: string, tz: string, more: Partial<User>): User {
  return { id, name, realName, title, tz, email: `${name}@acme.example`, ...more }
}
