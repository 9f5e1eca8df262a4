import type { Captured, CapturedFile, Heard, Snapshot } from './captured.ts'

/** A person who is called otherwise from now on, by the id that Slack gives them. */
export interface Pseudonym {
  /** `Person 3` */
  readonly name: string
  /** Whether what they wrote and sent is gone as well. */
  readonly isSilenced: boolean
  /** What they are called in plain words, to be taken out as well. */
  readonly names: readonly string[]
}
export type Pseudonyms = ReadonlyMap<string, Pseudonym>

/** What is kept of a message, without the people who have a pseudonym. */
export function withoutNames(message: Captured, people: Pseudonyms): Captured {
  const isSilenced = isSilent(message.user, people)
  return {
    ...message,
    ...(message.user ? { user: nameOf(message.user, people) } : {}),
    said: isSilenced ? [] : message.said.map(one => ({ ...one, text: withoutMentions(one.text, people) })),
    files: isSilenced ? [] : message.files.map(file => fileWithoutNames(file, people)),
    reactions: message.reactions.map(one => ({ ...one, users: one.users.map(user => nameOf(user, people)) })),
    marks: message.marks.map(one => ({ ...one, user: nameOf(one.user, people) })),
  }
}

/** The same for what is only just heard: Slack still has the names, and says them again. */
export function heardWithoutNames(heard: Heard, people: Pseudonyms): Heard {
  if (people.size === 0) return heard
  if (heard.kind === 'reaction') return { ...heard, user: nameOf(heard.user, people) }
  if (heard.kind === 'file-changed') return { ...heard, file: fileWithoutNames(heard.file, people) }
  if (heard.kind !== 'message') return heard
  return { ...heard, snapshot: snapshotWithoutNames(heard.snapshot, people) }
}

function snapshotWithoutNames(snapshot: Snapshot, people: Pseudonyms): Snapshot {
  const { user, text, files, whole } = snapshot
  const isSilenced = isSilent(user, people)
  return {
    ...snapshot,
    ...(user ? { user: nameOf(user, people) } : {}),
    text: isSilenced ? '' : withoutMentions(text, people),
    files: isSilenced ? [] : files.map(file => fileWithoutNames(file, people)),
    ...(whole
      ? {
          whole: {
            ...whole,
            reactions: whole.reactions.map(one => ({ ...one, users: one.users.map(id => nameOf(id, people)) })),
          },
        }
      : {}),
  }
}

function fileWithoutNames(file: CapturedFile, people: Pseudonyms): CapturedFile {
  return { ...file, name: withoutMentions(file.name, people) }
}

function nameOf(user: string, people: Pseudonyms): string {
  return people.get(user)?.name ?? user
}

/** Whether what they wrote is gone; `user` may be what they are called now. */
export function isSilent(user: string | undefined, people: Pseudonyms): boolean {
  if (user === undefined) return false
  const known = people.get(user) ?? [...people.values()].find(({ name }) => name === user)
  return known?.isSilenced ?? false
}

function withoutMentions(text: string, people: Pseudonyms): string {
  const unmentioned = text.replace(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g, (whole, id: string) => {
    const known = people.get(id)
    return known ? `@${known.name}` : whole
  })
  return [...people.values()].reduce(
    (said, { name, names }) => names.reduce((rest, one) => rest.replace(asWord(one), name), said),
    unmentioned,
  )
}

/** The name where it stands for itself, however it is written: of “Ben” nothing in “bench”. */
function asWord(name: string): RegExp {
  const literally = name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return new RegExp(`(?<![\\p{L}\\p{N}_])${literally}(?![\\p{L}\\p{N}_])`, 'giu')
}

/** Where people wrote, in everything else that is kept: elsewhere a word that is a name too may be Sitrep's own. */
const WRITTEN: ReadonlySet<string> = new Set([
  ...['title', 'summary', 'resolution', 'text', 'why', 'was', 'reason', 'line', 'link', 'wordings', 'wordingsBefore'],
  ...['state', 'impact', 'actions', 'workaround', 'needs', 'happened', 'prevention', 'promises'],
])

/** Anything without these people: ids wherever they stand, names where people wrote. The same object where none is in it. */
export function withoutPeople<Of>(value: Of, people: Pseudonyms): Of {
  return replaced(value, people, '') as Of
}

function replaced(value: unknown, people: Pseudonyms, key: string): unknown {
  if (typeof value === 'string') return withoutIds(WRITTEN.has(key) ? withoutMentions(value, people) : value, people)
  if (Array.isArray(value)) {
    const all = value.map(one => replaced(one, people, key))
    return all.every((one, nth) => one === value[nth]) ? value : all
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  const entries = Object.entries(value)
  const all = entries.map(
    ([name, one]) => [withoutIds(name, people), replaced(one, people, WRITTEN.has(key) ? key : name)] as const,
  )
  const isSame = all.every(([name, one], nth) => name === entries[nth]?.[0] && one === entries[nth]?.[1])
  return isSame ? value : Object.fromEntries(all)
}

function withoutIds(text: string, people: Pseudonyms): string {
  return text.replace(/(?<![A-Za-z0-9])[UW][A-Z0-9]{2,}(?![A-Za-z0-9])/g, id => nameOf(id, people))
}
