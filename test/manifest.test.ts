import type { App as Bolt } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { z } from 'zod'
import { verbs } from '../src/slack/commands/index.ts'
import { downloadScopes } from '../src/slack/download.ts'
import { events } from '../src/slack/events/index.ts'
import { METHODS } from '../src/slack/methods.ts'
import { modals } from '../src/slack/modals/index.ts'
import { COMMAND, EVENTS, registerListeners, SHORTCUTS } from '../src/slack/register.ts'
import type { Edge } from '../src/slack/request.ts'
import { manifestSchema } from './helpers/manifest-schema.ts'
import { type Code, dottedName, parseCode, readProjectFile, sourceUnder, visit } from './helpers/source.ts'

const raw: unknown = parseYaml(readProjectFile('manifest.yml'))
const manifest = raw as z.infer<typeof manifestSchema>
const botScopes = manifest.oauth_config.scopes.bot

/** The method names given to a function called `call`, with both sides of a choice between two. */
function methodsCalled(code: Code): string[] {
  const found: string[] = []
  const take = (node: { type: string }) => {
    if ('consequent' in node && 'alternate' in node)
      for (const side of [node.consequent, node.alternate]) take(side as { type: string })
    else if ('value' in node && typeof node.value === 'string') found.push(node.value)
  }
  visit(code, {
    CallExpression({ callee, arguments: [method] }) {
      if (/(^|\.)call$/.test(dottedName(callee) ?? '') && method) take(method)
    },
  })
  return found
}

const sdk: object = new WebClient()

/** `client.chat.postMessage(…)`: a call of the SDK's own that no limit and no outcome class sees. */
function callsPastEgress(code: Code): string[] {
  const found: string[] = []
  visit(code, {
    CallExpression({ callee }) {
      const [method = '', family = ''] = (dottedName(callee) ?? '').split('.').reverse()
      const methods: unknown = Reflect.get(sdk, family)
      if (typeof methods === 'object' && methods !== null && typeof Reflect.get(methods, method) === 'function')
        found.push(`${code.path} calls ${family}.${method}`)
    },
  })
  return found
}

interface Heard {
  readonly kind: string
  readonly constraint: unknown
}

/** What the app listens for, as Bolt is told. */
function listeners(): Heard[] {
  const heard: Heard[] = []
  const bolt = new Proxy({} as Bolt, {
    get: (_, kind) => (constraint: unknown) => heard.push({ kind: String(kind), constraint }),
  })
  registerListeners(bolt, {} as Edge)
  return heard
}

function heard(kind: string): unknown[] {
  return listeners()
    .filter(listener => listener.kind === kind)
    .map(listener => listener.constraint)
}

describe('the manifest', () => {
  test('stays inside Slack’s limits', () => {
    expect(manifestSchema.safeParse(raw).error?.issues ?? []).toEqual([])
  })

  test('asks for the scopes of the methods that are called and the events that are heard, and for no others', () => {
    const needed = new Set<string>([
      ...Object.values(METHODS).flatMap(method => [...method.scopes]),
      ...events.flatMap(event => event.scopes),
      ...downloadScopes,
      'commands',
    ])
    expect([...botScopes].sort()).toEqual([...needed].sort())
  })

  test('subscribes to the events that are heard', () => {
    expect(manifest.settings.event_subscriptions.bot_events).toEqual([...EVENTS])
    expect(heard('event')).toEqual(['app_home_opened', 'member_joined_channel', ...events.map(event => event.name)])
  })

  test('offers the command that is heard', () => {
    expect(manifest.features.slash_commands.map(one => one.command)).toEqual([COMMAND])
    expect(heard('command')).toEqual([COMMAND])
  })

  test('offers the shortcuts that are heard', () => {
    const boltType = { global: 'shortcut', message: 'message_action' }
    const offered = manifest.features.shortcuts.map(({ callback_id, type }) => ({ callback_id, type: boltType[type] }))
    expect(heard('shortcut')).toEqual(offered)
    const readme = readProjectFile('README.md')
    for (const { name, type } of manifest.features.shortcuts)
      if (type === 'message') expect(readme).toContain(`*${name}*`)
    expect(offered.map(one => one.callback_id)).toEqual(Object.values(SHORTCUTS))
  })

  test('hints at verbs that exist', () => {
    const hints = manifest.features.slash_commands[0]?.usage_hint?.split(' | ') ?? []
    const names = hints.filter(hint => !hint.startsWith('['))
    expect(names.length).toBeGreaterThan(3)
    expect(names.filter(name => !verbs.some(verb => verb.name === name))).toEqual([])
  })

  test('connects by Socket Mode with the Home tab and buttons on', () => {
    expect(manifest.settings).toMatchObject({ socket_mode_enabled: true, interactivity: { is_enabled: true } })
    expect(manifest.features.app_home?.home_tab_enabled).toBe(true)
    // Ids instead of names: what a person typed cannot be taken for somebody else.
    expect(manifest.features.slash_commands.every(one => one.should_escape === true)).toBe(true)
  })
})

describe('the manifest’s rules', () => {
  const { features, display_information: display, settings, oauth_config: oauth } = manifest
  test.each<[string, object]>([
    ['a name over 35 characters', { ...manifest, display_information: { ...display, name: 'x'.repeat(36) } }],
    [
      'a shortcut’s name over 24 characters',
      { ...manifest, features: { ...features, shortcuts: [{ ...features.shortcuts[0], name: 'x'.repeat(25) }] } },
    ],
    [
      'a command without its slash',
      {
        ...manifest,
        features: { ...features, slash_commands: [{ ...features.slash_commands[0], command: 'incident' }] },
      },
    ],
    [
      'HTTP without an address',
      { ...manifest, settings: { ...settings, socket_mode_enabled: false, interactivity: { is_enabled: true } } },
    ],
    ['a scope twice', { ...manifest, oauth_config: { scopes: { bot: [...oauth.scopes.bot, 'commands'] } } }],
    ['a key that Slack does not know', { ...manifest, settings: { ...settings, socket_mode: true } }],
  ])('refuse %s', (_, broken) => {
    expect(manifestSchema.safeParse(broken).success).toBe(false)
  })
})

test('the manifest for HTTP is the same with an address in three places', () => {
  const url = 'https://sitrep.example.com/slack/events'
  const { features, settings } = manifest
  const forHttp = {
    ...manifest,
    features: { ...features, slash_commands: features.slash_commands.map(one => ({ ...one, url })) },
    settings: {
      ...settings,
      socket_mode_enabled: false,
      interactivity: { ...settings.interactivity, request_url: url },
      event_subscriptions: { ...settings.event_subscriptions, request_url: url },
    },
  }
  expect(manifestSchema.safeParse(forHttp).error?.issues ?? []).toEqual([])
})

describe('the calls to Slack', () => {
  const code = sourceUnder('src/slack').filter(({ path }) => path !== 'src/slack/methods.ts')

  test('are those that the table of methods lists', () => {
    const called = new Set(code.flatMap(methodsCalled))
    expect([...called].sort()).toEqual(Object.keys(METHODS).sort())
  })

  test('all go out through the egress layer', () => {
    expect(code.flatMap(callsPastEgress)).toEqual([])
    const sample = parseCode('src/slack/x.ts', 'await client.chat.postMessage({})\nmessage.files.some(Boolean)')
    expect(callsPastEgress(sample)).toEqual(['src/slack/x.ts calls chat.postMessage'])
  })

  test('are found in a choice between two as well', () => {
    const sample = parseCode(
      'src/slack/x.ts',
      `client.call(id ? 'views.push' : 'views.open', {}); call('users.info', {})`,
    )
    expect(methodsCalled(sample)).toEqual(['views.push', 'views.open', 'users.info'])
  })

  test('name methods that the SDK knows', () => {
    const unknown = Object.keys(METHODS).filter(method => {
      const found = method
        .split('.')
        .reduce<unknown>((at, key) => (at instanceof Object ? Reflect.get(at, key) : at), sdk)
      return typeof found !== 'function'
    })
    expect(unknown).toEqual([])
  })
})

describe('the listeners', () => {
  test('hear the submission of every modal', () => {
    const callbacks = modals.map(({ callbackId }) => ({ callback_id: callbackId, type: 'view_submission' }))
    expect(heard('view')).toEqual(callbacks)
  })

  test('have one place where errors end', () => {
    expect(heard('error')).toHaveLength(1)
  })
})
