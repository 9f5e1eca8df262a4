import type { Args } from '../arguments.ts'
import type { ChannelKind } from '../entities.ts'
import { SlackError } from '../errors.ts'
import { type Call, type Needs, scopesFor } from './method.ts'

const kinds: ReadonlyMap<string, ChannelKind> = new Map([
  ['public_channel', 'channel'],
  ['private_channel', 'group'],
  ['im', 'im'],
  ['mpim', 'mpim'],
])

/** The kinds of conversation that the `types` argument asks for. */
export function conversationTypes(args: Args): readonly ChannelKind[] {
  const asked = typesOf(args)
  if (asked.some(type => !kinds.has(type))) throw new SlackError('invalid_types')
  return asked.flatMap(type => kinds.get(type) ?? [])
}

/** Reading several kinds needs a scope for each. */
export function scopesForTypes({ args }: Call): Needs {
  return typesOf(args).flatMap(type => {
    const kind = kinds.get(type)
    return kind ? [scopesFor(kind, ['read'])] : []
  })
}

function typesOf(args: Args): readonly string[] {
  const asked = args.list('types')
  return asked.length > 0 ? asked : ['public_channel']
}
