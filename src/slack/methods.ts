import type { WebClient } from '@slack/web-api'

interface MethodFacts {
  /** Calls a minute that Slack's tier of the method allows for one workspace. */
  readonly perMinute: number
  /** Bot scopes that the method needs. */
  readonly scopes: readonly string[]
  /** Errors that mean that the wanted state is already there. */
  readonly alreadyThere?: readonly string[]
  /** A person waits for it with a trigger that lives three seconds. */
  readonly isInteractive?: boolean
  /** Changes nothing, so that an unclear outcome may simply be tried again. */
  readonly isRead?: boolean
}

/**
 * Every Web API method that Sitrep calls, with tier and scopes from the method's page on docs.slack.dev. The
 * manifest's scopes are tested against this table.
 */
export const METHODS = {
  'auth.test': { perMinute: 100, scopes: [], isRead: true },
  'bookmarks.add': { perMinute: 20, scopes: ['bookmarks:write'] },
  'bookmarks.list': { perMinute: 50, scopes: ['bookmarks:read'], isRead: true },
  'canvases.edit': { perMinute: 50, scopes: ['canvases:write'] },
  'chat.delete': { perMinute: 50, scopes: ['chat:write'] },
  'chat.postEphemeral': { perMinute: 100, scopes: ['chat:write'] },
  'chat.postMessage': { perMinute: 300, scopes: ['chat:write'] },
  'chat.update': { perMinute: 50, scopes: ['chat:write'] },
  'conversations.canvases.create': { perMinute: 20, scopes: ['canvases:write'] },
  'conversations.create': { perMinute: 20, scopes: ['channels:manage', 'groups:write'] },
  'conversations.history': { perMinute: 50, scopes: ['channels:history', 'groups:history'], isRead: true },
  'conversations.info': { perMinute: 50, scopes: ['channels:read', 'groups:read'], isRead: true },
  'conversations.invite': { perMinute: 50, scopes: ['channels:manage', 'groups:write'] },
  'conversations.kick': {
    perMinute: 50,
    scopes: ['channels:manage', 'groups:write'],
    alreadyThere: ['not_in_channel'],
  },
  'conversations.members': { perMinute: 100, scopes: ['channels:read', 'groups:read'], isRead: true },
  'conversations.rename': { perMinute: 20, scopes: ['channels:manage', 'groups:write'] },
  'conversations.replies': { perMinute: 50, scopes: ['channels:history', 'groups:history'], isRead: true },
  'conversations.setPurpose': { perMinute: 20, scopes: ['channels:manage', 'groups:write'] },
  'conversations.setTopic': { perMinute: 20, scopes: ['channels:manage', 'groups:write'] },
  'files.completeUploadExternal': { perMinute: 100, scopes: ['files:write'] },
  'files.info': { perMinute: 100, scopes: ['files:read'], isRead: true },
  'files.getUploadURLExternal': { perMinute: 100, scopes: ['files:write'], isRead: true },
  'pins.add': { perMinute: 20, scopes: ['pins:write'], alreadyThere: ['already_pinned'] },
  'pins.list': { perMinute: 20, scopes: ['pins:read'], isRead: true },
  'pins.remove': { perMinute: 20, scopes: ['pins:write'], alreadyThere: ['no_pin'] },
  'usergroups.list': { perMinute: 20, scopes: ['usergroups:read'], isRead: true },
  'usergroups.users.list': { perMinute: 20, scopes: ['usergroups:read'], isRead: true },
  'users.conversations': { perMinute: 50, scopes: ['channels:read', 'groups:read'], isRead: true },
  'users.info': { perMinute: 100, scopes: ['users:read'], isRead: true },
  'views.open': { perMinute: 100, scopes: [], isInteractive: true },
  'views.publish': { perMinute: 100, scopes: [] },
  'views.push': { perMinute: 100, scopes: [], isInteractive: true },
  'views.update': { perMinute: 100, scopes: [], isInteractive: true },
} as const satisfies Record<string, MethodFacts>

export type Method = keyof typeof METHODS

export function methodFacts(method: Method): MethodFacts {
  return METHODS[method]
}

type At<T, Path extends string> = Path extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? At<T[Head], Rest>
    : never
  : Path extends keyof T
    ? T[Path]
    : never
type Call<M extends Method> = Extract<At<WebClient, M>, (...args: never[]) => unknown>
/** A method's arguments and answer, as the SDK types them. */
export type Arguments<M extends Method> = NonNullable<Parameters<Call<M>>[0]>
export type Answer<M extends Method> = Awaited<ReturnType<Call<M>>>
