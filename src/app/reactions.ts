import type { Incident } from '../domain/incident.ts'
import { plainText } from '../domain/plain-text.ts'
import { type Curated, react, unheard, unreact } from '../domain/reacted.ts'
import type { Message } from '../domain/review.ts'
import { shorten } from '../domain/shorten.ts'
import { UserError } from '../errors.ts'
import { type App, update } from './app.ts'

const textAtMost = 1000

interface Given {
  readonly meaning: Curated
  readonly user: string
  readonly isAdded: boolean
}

type Said = Pick<Message, 'ts' | 'text' | 'files'>

/** Does what a reaction below a message means, or undoes it. */
export async function curate(
  app: App,
  id: string,
  { message, ...given }: Given & { message: Said },
): Promise<Incident> {
  const { meaning, user, isAdded } = given
  const text = isAdded ? await textOf(app, message) : ''
  const run = isAdded ? react : unreact
  const input = { meaning, message: message.ts, text, policy: app.policy }
  return update(app, id, incident => run(incident, input, { by: user, via: 'reaction', at: app.now() }))
}

/** Takes note of reactions that nobody heard of when they were added, and does what they mean. */
export function listenForReactions(
  app: App,
  incident: Incident,
): { hear(message: Message): void; catchUp(): Promise<Incident> } {
  const missed: (Given & { message: Said })[] = []
  return {
    hear(message) {
      for (const one of unheard(incident, message, app.policy)) missed.push({ ...one, message, isAdded: true })
    },
    async catchUp() {
      let latest = incident
      for (const one of missed) {
        try {
          latest = await curate(app, incident.id, one)
        } catch (error) {
          // What may no longer be said of the incident as it is now is left.
          if (!(error instanceof UserError)) throw error
        }
      }
      return latest
    },
  }
}

/** What it says, or which files it brings. */
async function textOf(app: App, { text, files }: Said): Promise<string> {
  const users = [...text.matchAll(/<@([UW][A-Z0-9]+)/g)].flatMap(([, id]) => id ?? [])
  const names = new Map(await Promise.all(users.map(async id => [id, await app.nameOf(id)] as const)))
  const name = (id: string) => names.get(id) ?? id
  const said = plainText(text, { user: name, channel: name }).trim()
  return shorten(said || files.map(file => file.name).join(', '), textAtMost)
}
