import type { Incident } from '../domain/incident.ts'
import { plainText } from '../domain/plain-text.ts'
import { type Curated, react, unheard, unreact } from '../domain/reacted.ts'
import type { Message } from '../domain/review.ts'
import { shorten } from '../domain/shorten.ts'
import { isToWithhold, withholdCopies } from '../domain/withheld.ts'
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

/** Leaves out what was copied from a message of which nothing is kept any more. */
export async function withhold(app: App, id: string, messages: readonly Message[]): Promise<Incident> {
  const rules = { ...app.policy.transcript, people: await app.pseudonyms() }
  const isGone = (incident: Incident) => (one: Message) => isToWithhold(incident, one, rules)
  return update(app, id, incident => {
    const gone = [...new Set(messages.filter(isGone(incident)).map(({ ts }) => ts))]
    return withholdCopies(incident, { messages: gone }, { by: 'sitrep', via: 'bot', at: app.now() })
  })
}

/** Takes note of what the conversation says of the record and nobody heard, and does it: reactions, and messages that are gone. */
export function listenForReactions(
  app: App,
  incident: Incident,
): { hear(message: Message): void; catchUp(): Promise<Incident> } {
  // Who was erased is asked when all was heard.
  const anyRules = { keepDeleted: false, people: new Map() }
  const missed: (Given & { message: Said })[] = []
  const gone: Message[] = []
  return {
    hear(message) {
      for (const one of unheard(incident, message, app.policy)) missed.push({ ...one, message, isAdded: true })
      if (isToWithhold(incident, message, anyRules)) gone.push(message)
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
      return gone.length > 0 ? withhold(app, incident.id, gone) : latest
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
