import type { Captured, Heard, Said, Snapshot } from './captured.ts'
import { keptFile, withFiles, withoutDeleted } from './captured-files.ts'
import { compareTs } from './review.ts'

/** What the record keeps. */
export interface CaptureRules {
  /** False: of a deleted message only stays that there was one. */
  readonly keepDeleted: boolean
  /** Sitrep itself: its card changes all the time, and the facts say why. */
  readonly self: string
  /** Slack's id of the moment since which messages are kept; nothing is kept of earlier ones. */
  readonly since?: string
}

export function isToKeep({ ts }: Heard, { since }: CaptureRules): boolean {
  return since === undefined || compareTs(ts, since) >= 0
}

/** More versions than a person makes; together they stay far below what one document may hold. */
const versionsKept = 50
const ownVersionsKept = 3

/**
 * The message with one more thing heard of it. What is heard twice changes nothing, and the order in which events are
 * heard does not matter: a deletion may come before its message, an edit before what it edits.
 */
export function capture(known: Captured | undefined, heard: Heard, rules: CaptureRules): Captured {
  const before = known ?? nothingOf(heard.ts)
  const after = add(before, heard, rules)
  if (rules.keepDeleted) return after
  return after.deletion ? withoutContent(after) : { ...after, files: after.files.map(withoutDeleted) }
}

function nothingOf(ts: string): Captured {
  return {
    ts,
    root: ts,
    isKnown: false,
    isSystem: false,
    said: [],
    isTrimmed: false,
    files: [],
    reactions: [],
    marks: [],
  }
}

function add(before: Captured, heard: Heard, rules: CaptureRules): Captured {
  switch (heard.kind) {
    case 'message':
      return see(before, heard.snapshot, rules)
    case 'deleted': {
      const at = earliest(before.deletion?.at, heard.at)
      return { ...before, deletion: at === undefined ? {} : { at } }
    }
    case 'reaction': {
      const { kind: _, ts: __, ...mark } = heard
      const isOther = (one: typeof mark) => one.name !== mark.name || one.user !== mark.user
      const same = before.marks.find(one => !isOther(one))
      if (isInPage(before, mark.at) || (same && compareTs(same.at, mark.at) >= 0)) return before
      return { ...before, marks: [...before.marks.filter(isOther), mark] }
    }
    case 'pin': {
      const { isPinned, at, heardAt } = heard
      if (isInPage(before, at) || (before.pin && compareTs(before.pin.at, at) >= 0)) return before
      return { ...before, pin: { isPinned, at, heardAt } }
    }
    case 'file-changed': {
      const isKnown = before.files.some(({ id }) => id === heard.file.id)
      return isKnown ? { ...before, files: withFiles(before.files, [heard.file]) } : before
    }
    case 'file-kept':
      return {
        ...before,
        files: before.files.map(file => (file.id === heard.file ? keptFile(file, heard.kept) : file)),
      }
  }
}

function see(before: Captured, snapshot: Snapshot, rules: CaptureRules): Captured {
  const { text, editedAt, seen, ts, whole } = snapshot
  const { user = before.user, botName = before.botName } = snapshot
  const all = withSaid(before.said, { text, since: editedAt ?? ts, seen })
  const isOwn = user === rules.self
  const most = isOwn ? ownVersionsKept : versionsKept
  return {
    ...before,
    root: snapshot.root === ts ? before.root : snapshot.root,
    isKnown: true,
    ...(user ? { user } : {}),
    ...(botName ? { botName } : {}),
    isSystem: snapshot.isSystem,
    ...(isOwn ? { isOwn } : {}),
    said: all.slice(-most),
    isTrimmed: before.isTrimmed || all.length > most,
    files: withFiles(before.files, snapshot.files),
    ...(whole && !isInPage(before, seen) ? { ...settled(before, whole), pageAt: seen } : {}),
  }
}

/** The state of a page in place of what was heard before it was asked for. Our own clock alone tells which that was. */
function settled(
  { marks, pin }: Captured,
  { reactions, isPinned, askedAt }: NonNullable<Snapshot['whole']>,
): Pick<Captured, 'reactions' | 'marks' | 'pin'> {
  return {
    reactions,
    marks: marks.filter(mark => mark.heardAt > askedAt),
    ...(pin && pin.heardAt <= askedAt ? { pin: { ...pin, isPinned } } : {}),
    ...(!pin && isPinned ? { pin: { isPinned, at: '', heardAt: askedAt } } : {}),
  }
}

function isInPage({ pageAt }: Captured, at: string): boolean {
  return pageAt !== undefined && compareTs(at, pageAt) < 0
}

function withSaid(said: readonly Said[], one: Said): Said[] {
  const same = said.find(({ since, text }) => since === one.since && text === one.text)
  const kept = said.filter(other => other !== same)
  const seen = same && compareTs(same.seen, one.seen) > 0 ? same.seen : one.seen
  return [...kept, { ...one, seen }].sort(
    (a, b) => compareTs(a.since, b.since) || compareTs(a.seen, b.seen) || compareTs(a.text, b.text),
  )
}

function withoutContent(captured: Captured): Captured {
  return { ...captured, said: [], files: [], reactions: [], marks: [] }
}

function earliest(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return compareTs(a, b) < 0 ? a : b
}
