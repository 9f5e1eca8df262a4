interface SandboxMessage {
  readonly ts: string
  readonly text: string
  readonly user?: string
  readonly subtype?: string
  readonly blocks?: readonly Record<string, unknown>[]
  readonly files?: readonly { readonly id: string; readonly name: string }[]
  readonly edited?: object
}
export interface SandboxChannel {
  readonly id: string
  readonly name?: string
  readonly user?: string
  readonly is_private: boolean
  readonly is_im: boolean
  readonly is_archived: boolean
  readonly topic: { readonly value: string }
  readonly purpose: { readonly value: string }
  readonly members: readonly string[]
  readonly pins: readonly string[]
}
interface Answer {
  readonly ok: boolean
  readonly error?: string
  readonly errors?: Readonly<Record<string, string>>
  readonly response?: { readonly text?: string; readonly blocks?: readonly object[] }
  readonly [more: string]: unknown
}

/** The sandbox's control API, as the people of the workspace would use it. */
export interface Control {
  readonly url: string
  get(path: string): Promise<Answer>
  post(path: string, body: object): Promise<Answer>
  command(user: string, channel: string, text: string): Promise<Answer>
  submit(user: string, values: Record<string, unknown>): Promise<Answer>
  /** Presses a button: in the newest message of the channel that has it, also one for this person alone, or in the open modal. */
  press(press: { user: string; action: string; channel?: string; value?: string; block?: string }): Promise<Answer>
  messages(channel: string): Promise<readonly SandboxMessage[]>
  channel(name: string | RegExp): Promise<SandboxChannel>
  ephemerals(user: string): Promise<readonly SandboxMessage[]>
}

export function controlOf(url: string): Control {
  const ask = async (path: string, init?: RequestInit): Promise<Answer> => {
    const response = await fetch(`${url}/_control/${path}`, init)
    return (await response.json()) as Answer
  }
  const get = (path: string) => ask(path)
  const post = (path: string, body: object) =>
    ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const messages = async (channel: string) =>
    ((await get(`messages/${encodeURIComponent(channel)}`)).messages ?? []) as readonly SandboxMessage[]

  const ephemerals = async (user: string) =>
    ((await get(`ephemeral/${user}`)).messages ?? []) as readonly SandboxMessage[]

  return {
    url,
    get,
    post,
    messages,
    command: (user, channel, text) => post('command', { user, channel, command: '/incident', text }),
    submit: (user, values) => post('submit', { user, values }),
    async press({ user, action, channel, value, block }) {
      const named = { action_id: action, ...(value ? { value } : {}), ...(block ? { block_id: block } : {}) }
      if (!channel) return post('interact', { user, action: named })
      const has = (one: SandboxMessage) => JSON.stringify(one.blocks ?? []).includes(`"action_id":"${action}"`)
      const message = (await messages(channel)).findLast(has) ?? (await ephemerals(user)).findLast(has)
      if (!message) throw new Error(`no message in ${channel} has the button ${action}`)
      return post('interact', { user, channel, messageTs: message.ts, action: named })
    },
    async channel(name) {
      const { channels } = (await get('state')) as unknown as { channels: readonly SandboxChannel[] }
      const found = channels.find(one => (typeof name === 'string' ? one.name === name : name.test(one.name ?? '')))
      if (!found) throw new Error(`no channel is named ${name}`)
      return found
    },
    ephemerals,
  }
}
