/** What the workspace answers to a change: `ok`, or a sentence that says why not. */
export interface Answer {
  readonly ok: boolean
  readonly error?: string
  readonly errors?: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

/** Reads from the control API; throws when the workspace cannot be reached or refuses. */
export async function read<T>(path: string): Promise<T> {
  const response = await fetch(`/_control/${path}`)
  if (!response.ok) throw new Error(`GET /_control/${path} answered ${response.status}`)
  const body: T = await response.json()
  return body
}

type Heard = (path: string, body: Readonly<Record<string, unknown>>) => void
const listeners = new Set<Heard>()

/** Tells of every change that the workspace accepted, until the answer is called. */
export function onAccepted(listener: Heard): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Sends a change to the control API. A refusal is an answer; so is a workspace that cannot be reached. */
export async function send(path: string, body: Readonly<Record<string, unknown>>): Promise<Answer> {
  try {
    const response = await fetch(`/_control/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answer: Answer = await response.json()
    if (answer.ok) for (const listener of listeners) listener(path, body)
    return answer
  } catch {
    return { ok: false, error: 'The workspace did not answer. Is it still running?' }
  }
}

/** Takes back something that was ordered, such as a fault. */
export async function lift(path: string): Promise<void> {
  await fetch(`/_control/${path}`, { method: 'DELETE' }).catch(() => undefined)
}

/** Where the bytes of a shared file are. */
export function fileUrl(id: string): string {
  return `/_control/files/${encodeURIComponent(id)}`
}
