import type { IncomingMessage, ServerResponse } from 'node:http'
import { readArgs } from './arguments.ts'
import type { Ephemeral, ResponseUrl } from './entities.ts'
import { addEphemeral } from './ephemerals.ts'
import { SlackError } from './errors.ts'
import { exchange } from './exchange.ts'
import type { Faults } from './faults/faults.ts'
import { channelWords } from './faults/words.ts'
import { type Reply, readFields } from './http.ts'
import { newSecret } from './ids.ts'
import { type Content, readContent, requireContent } from './message-content.ts'
import { botSignature, changeMessage, deleteMessage, postMessage } from './messages.ts'
import type { World } from './world.ts'

const lifetimeMs = 30 * 60_000
const uses = 5

export const responsePath = '/api/response/'

/** A URL that the app may answer an interaction with: five times within thirty minutes. */
export function issueResponseUrl(world: World, grant: Pick<ResponseUrl, 'channel' | 'user' | 'origin'>): string {
  const token = newSecret()
  for (const old of world.responseUrls.values()) if (old.expiresAt < world.now()) world.responseUrls.delete(old.token)
  world.responseUrls.put(token, { token, expiresAt: world.now() + lifetimeMs, usesLeft: uses, ...grant })
  return `${world.origin()}${responsePath}${token}`
}

/** Answers a POST to a response_url. */
export async function answerResponseUrl(
  { world, faults }: { readonly world: World; readonly faults: Faults },
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const token = (req.url ?? '').slice(responsePath.length).replace(/\?.*$/, '')
  const fields = await readFields(req)
  const channel = channelWords(world, world.responseUrls.get(token)?.channel)
  await exchange({ world, faults }, res, {
    call: { method: 'response_url', channel },
    request: fields,
    carryOut: () => spend(world, token, fields),
  })
}

function spend(world: World, token: string, fields: Record<string, unknown>): Reply {
  try {
    respond(world, token, fields)
    return { status: 200, body: { ok: true } }
  } catch (error) {
    if (!(error instanceof SlackError)) throw error
    return {
      status: ['used_url', 'expired_url'].includes(error.code) ? 404 : 400,
      body: { ok: false, error: error.code, ...error.details },
    }
  }
}

function respond(world: World, token: string, fields: Record<string, unknown>): void {
  const grant = world.responseUrls.get(token)
  if (!grant || grant.expiresAt < world.now()) throw new SlackError('expired_url')
  if (grant.usesLeft === 0) throw new SlackError('used_url')
  const args = readArgs(fields)
  const { origin } = grant
  const content = args.flag('delete_original') ? { text: '' } : readContent(args)
  if (!args.flag('delete_original')) requireContent(content)
  world.responseUrls.put(token, { ...grant, usesLeft: grant.usesLeft - 1 })

  if (args.flag('delete_original')) remove(world, grant)
  else if (origin && args.flag('replace_original')) replace(world, grant, { origin, content })
  else {
    const inChannel = args.text('response_type') === 'in_channel'
    show(world, grant, { content, inChannel, threadTs: args.text('thread_ts') })
  }
}

type Origin = NonNullable<ResponseUrl['origin']>

function remove(world: World, { channel: channelId, origin }: ResponseUrl): void {
  const channel = world.channels.get(channelId)
  if (!origin || !channel) throw new SlackError('message_not_found')
  if (origin.isEphemeral) {
    world.ephemerals.delete(origin.ts)
    return
  }
  const message = world.messages.get(channelId, origin.ts)
  if (!message) throw new SlackError('message_not_found')
  deleteMessage(world, channel, message)
}

function replace(
  world: World,
  grant: ResponseUrl,
  { origin, content }: { readonly origin: Origin; readonly content: Content },
): void {
  if (origin.isEphemeral) {
    const old = world.ephemerals.get(origin.ts)
    if (!old) throw new SlackError('message_not_found')
    const { blocks: _old, attachments: _gone, values: _values, ...kept } = old
    const replaced: Ephemeral = { ...kept, ...content }
    world.ephemerals.put(origin.ts, replaced)
    return
  }
  const from = world.messages.get(grant.channel, origin.ts)
  const channel = world.channels.get(grant.channel)
  if (!from || !channel) throw new SlackError('message_not_found')
  const { blocks: _old, attachments: _gone, chosen: _chosen, ...kept } = from
  const edited = { user: world.app.botUserId, ts: world.messages.nextTs(world.now()) }
  changeMessage(world, channel, { from, to: { ...kept, ...content, edited } })
}

interface Shown {
  readonly content: Content
  readonly inChannel: boolean
  readonly threadTs?: string | undefined
}

/** Shows an answer where the person acted: to them alone, or as a message of the app to everybody there. */
export function show(
  world: World,
  at: { readonly channel: string; readonly user: string },
  { content, inChannel, threadTs }: Shown,
): void {
  const thread = threadTs ? { thread_ts: threadTs } : {}
  const channel = world.channels.get(at.channel)
  // An answer to an interaction reaches the channel even where the app is not a member.
  if (inChannel && channel) postMessage(world, channel, { ...botSignature(world), ...content, ...thread })
  else addEphemeral(world, { ...content, channel: at.channel, to: at.user, from: world.app.botUserId, ...thread })
}
