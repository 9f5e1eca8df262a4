import { type Block, elementsOf } from '../blocks/schema.ts'
import { canSee } from '../channels.ts'
import type { Channel, Message, OpenView, User } from '../entities.ts'
import type { World } from '../world.ts'

/** What there was before the play, which its steps do not mean. */
export interface Before {
  readonly channels: ReadonlySet<string>
  readonly ts: string
}

export function readBefore(world: World): Before {
  return {
    channels: new Set([...world.channels.values()].map(channel => channel.id)),
    ts: world.messages.nextTs(world.now()),
  }
}

/** A channel that a person can see: by name, or the newest since the play began whose name fits a pattern with `*`. */
export function findChannelFor(
  world: World,
  user: User,
  wanted: { readonly name: string; readonly before: Before },
): Channel | undefined {
  const { name, before } = wanted
  const visible = [...world.channels.values()].filter(channel => channel.name !== '' && canSee(channel, user.id))
  if (!name.includes('*')) return visible.find(channel => channel.name === name)
  const pattern = new RegExp(`^${name.replaceAll('*', '.*')}$`)
  return visible.findLast(channel => pattern.test(channel.name) && !before.channels.has(channel.id))
}

/** The newest message since the play began that a person sees there with these words, in its text or its blocks. */
export function findMessageSaying(
  world: World,
  channel: string,
  wanted: { readonly text: string; readonly before: Before },
): Message | undefined {
  const spoken = (message: Message) => [message.text, ...textsIn(message.blocks)].join('\n')
  return world.messages
    .of(channel)
    .findLast(message => message.ts > wanted.before.ts && spoken(message).includes(wanted.text))
}

export interface FoundButton {
  readonly action: { readonly action_id: string; readonly block_id: string; readonly value?: string }
  /** Absent in a view. */
  readonly messageTs?: string
}

/** The newest message since the play began with such a button, also where only this person sees it. */
export function findButtonInChannel(
  world: World,
  at: { readonly channel: string; readonly user: string; readonly label: string; readonly before: Before },
): FoundButton | undefined {
  const own = [...world.ephemerals.values()].filter(one => one.to === at.user && one.channel === at.channel)
  const all = [...world.messages.of(at.channel), ...own].filter(one => one.ts > at.before.ts)
  return all
    .sort((a, b) => (a.ts < b.ts ? 1 : -1))
    .flatMap(message => {
      const found = buttonIn(message.blocks ?? [], at.label)
      return found ? [{ ...found, messageTs: message.ts }] : []
    })[0]
}

export function findButtonInView(view: OpenView | undefined, label: string): FoundButton | undefined {
  return buttonIn(view?.source.blocks ?? [], label)
}

/** The element that a form's block holds. */
export function findInput(view: OpenView | undefined, block: string): FoundButton['action'] | undefined {
  const found = view?.source.blocks.find(one => one.block_id === block)
  const element = found && elementsOf(found)[0]
  return element && { block_id: block, action_id: element.action_id }
}

function buttonIn(blocks: readonly Block[], label: string): FoundButton | undefined {
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      if (element.type !== 'button' || element.text.text !== label) continue
      const { action_id, value } = element
      return { action: { action_id, block_id: block.block_id, ...(value === undefined ? {} : { value }) } }
    }
  }
  return undefined
}

/** Every text within blocks, whatever shape they have. */
function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'text' && typeof inner === 'string' ? [inner] : textsIn(inner),
  )
}
