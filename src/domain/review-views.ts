import { type Incident, record } from './incident.ts'
import { wasEverPrivate } from './privacy.ts'
import { type Fact, isFact, type Stamp } from './timeline.ts'

/** A page that is loaded again is still being read. */
const oneViewMs = 3_600_000

/** Puts on the record who opened the review of an incident that is or was private; of any other everybody may read it. */
export function noteView(incident: Incident, { format }: { format: string }, stamp: Stamp): Incident {
  if (!wasEverPrivate(incident)) return incident
  const last = incident.timeline
    .filter(isFact('review-viewed'))
    .findLast(view => view.by === stamp.by && view.format === format)
  return isStillRead(last, stamp) ? incident : record(incident, stamp, { type: 'review-viewed', format })
}

/** The same of a file that was sent in it and is kept. */
export function noteFileView(incident: Incident, { file }: { file: string }, stamp: Stamp): Incident {
  if (!wasEverPrivate(incident)) return incident
  const last = incident.timeline
    .filter(isFact('file-viewed'))
    .findLast(view => view.by === stamp.by && view.file === file)
  return isStillRead(last, stamp) ? incident : record(incident, stamp, { type: 'file-viewed', file })
}

function isStillRead(last: { readonly at: Date } | undefined, { at }: Stamp): boolean {
  return last !== undefined && at.getTime() - last.at.getTime() < oneViewMs
}

/** Who opened it and when they last did, the latest first. */
export function readersOf({ timeline }: Pick<Incident, 'timeline'>): { readonly user: string; readonly at: Date }[] {
  const last = new Map<string, Date>()
  for (const { by, at } of timeline.filter(isFact('review-viewed'))) last.set(by, at)
  return [...last].map(([user, at]) => ({ user, at })).sort((a, b) => b.at.getTime() - a.at.getTime())
}

/** The builds of the whole of it, oldest first. */
export function wholeBuilds({ timeline }: Pick<Incident, 'timeline'>): Fact<'review-delivered'>[] {
  const forAudience = timeline
    .filter(isFact('review-requested'))
    .flatMap(({ seq, audience }) => (audience ? [seq] : []))
  return timeline
    .filter(isFact('review-delivered'))
    .filter(({ file }) => !forAudience.includes(Number(/-(\d+)\.[a-z.]+$/.exec(file)?.[1])))
}

/** In which formats the whole of it was built; audiences' reviews are passed on as files. */
export function builtAs({ id, timeline }: Pick<Incident, 'id' | 'timeline'>): string[] {
  const files = new Set(timeline.filter(isFact('review-delivered')).map(({ file }) => file.replace(/\..*$/, '')))
  const built = timeline
    .filter(isFact('review-requested'))
    .filter(({ seq, audience }) => audience === undefined && files.has(`${id}-review-${seq}`))
  return [...new Set(built.map(({ format }) => format ?? 'markdown'))]
}
