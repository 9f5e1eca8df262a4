import { expect, vi } from 'vitest'
import type { Control, SandboxChannel } from './control.ts'

/** Something that Sitrep sent to Slack, and who reads it: a channel or a person by id; '' where nobody does. */
export interface Departure {
  readonly what: string
  readonly to: string
  readonly text: string
}

type Fields = Readonly<Record<string, unknown>>
interface Entry {
  readonly direction: string
  readonly method?: string
  readonly type?: string
  readonly request: Fields
  readonly response: unknown
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const idOf = (value: unknown): string => (isFields(value) && typeof value.id === 'string' ? value.id : '')

/** The person whose gesture a delivery tells of. */
function personIn({ user, event, user_id: id }: Fields): string {
  return idOf(user) || String((isFields(event) ? event.user : id) ?? '')
}

/**
 * Everything that left Sitrep for Slack, each with who reads it. Not an answer at a `response_url`, of which the log
 * keeps no address: what came of it is before the person, see `whatSees`.
 */
export async function departures(control: Control): Promise<Departure[]> {
  const entries = (await control.get('log')).entries as readonly Entry[]
  const deliveries = entries.filter(entry => entry.direction === 'delivery')
  /** Triggers and views, each with the person they belong to. */
  const owners = new Map(
    deliveries.flatMap(({ request }) =>
      [request.trigger_id, idOf(request.view)].filter(Boolean).map(of => [String(of), personIn(request)] as const),
    ),
  )
  const calls = entries.filter(({ direction, method }) => direction === 'api' && method !== 'response_url')
  return [
    ...deliveries.map(({ type, request, response }) => ({
      what: `the answer to ${type}`,
      to: personIn(request),
      text: JSON.stringify(response) ?? '',
    })),
    ...calls.map(({ method = '', request, response }) => {
      const { channel, channel_id, user_id, trigger_id, view_id } = request
      const person = owners.get(String(trigger_id)) ?? owners.get(String(view_id))
      const to = String(channel ?? channel_id ?? user_id ?? person ?? '')
      if (isFields(response)) owners.set(idOf(response.view), to)
      return { what: method, to, text: JSON.stringify(request) }
    }),
  ]
}

interface State {
  readonly channels: readonly SandboxChannel[]
  readonly users: readonly { readonly id: string; readonly name: string }[]
}

export async function personNamed(control: Control, name: string): Promise<string> {
  const { users } = (await control.get('state')) as unknown as State
  const found = users.find(user => user.name === name)
  if (!found) throw new Error(`nobody is called ${name}`)
  return found.id
}

/** Everything that a person can look at: the channels open to them, the Home tab, and what is shown to them alone. */
export async function whatSees(control: Control, name: string): Promise<string> {
  const me = await personNamed(control, name)
  const { channels } = (await control.get('state')) as unknown as State
  const readable = channels.filter(one => one.members.includes(me) || !(one.is_private || one.is_im))
  return JSON.stringify([
    await Promise.all(readable.map(async channel => [channel, await control.messages(channel.id)])),
    await homeOf(control, name),
    await control.get(`views/${name}`),
    await control.ephemerals(name),
  ])
}

/** The Home tab as Sitrep draws it when the person opens it. */
export async function homeOf(control: Control, name: string): Promise<string> {
  const calls = async () => (await departures(control)).filter(({ what }) => what === 'views.publish').length
  const before = await calls()
  await control.post('open-home', { user: name })
  await vi.waitFor(async () => expect(await calls()).toBeGreaterThan(before), { timeout: 5_000 })
  return JSON.stringify(await control.get(`home/${name}`))
}
