import { RESPONDERS } from './audience-ids.ts'
import { compose, type Rendering } from './compose.ts'
import { asCorrected } from './correction.ts'
import { addMinutes } from './duration.ts'
import { type Finding, findings } from './findings.ts'
import { type Incident, record } from './incident.ts'
import type { Policy } from './policy.ts'
import { openQuestions, questionText } from './questions.ts'
import { canBeFollowed } from './subscriptions.ts'
import { type Fact, isFact, type Stamp } from './timeline.ts'
import { nextUpdateAt, updatesOf } from './updates.ts'
import type { WorkBase } from './work-base.ts'

const notesAtMost = 5

type Update = Fact<'update-written'>

/** What somebody has to know who comes to an incident late. Oldest first. */
export interface CatchUp {
  /** What was last reported, as responders read it, and when somebody last said that it is still so. */
  readonly last?: { readonly rendering: Rendering; readonly at: Date; readonly unchangedAt?: Date }
  readonly notes: readonly string[]
  /** What nobody has to look at again, from the board and from notes that begin with “ruled out”. */
  readonly ruledOut: readonly string[]
  readonly decisions: readonly string[]
  /** What is looked at now, or known to be so. */
  readonly suspected: readonly string[]
  readonly questions: readonly string[]
  readonly nextUpdateAt?: Date
}

const ruledOutPattern = /^\s*ruled out\b[\s:,–-]*/i

export function catchUpOn(incident: Incident, policy: Policy): CatchUp {
  const last = lastNews(incident)
  const notes = incident.timeline.filter(isFact('noted')).map(({ text }) => text)
  const next = nextUpdateAt(incident, policy)
  const board = findings(incident)
  return {
    ...(last ? { last: lastTold(last, { incident, policy }) } : {}),
    notes: notes.filter(text => !ruledOutPattern.test(text)).slice(-notesAtMost),
    ruledOut: [
      ...board.filter(({ state }) => state === 'ruled-out').map(sentence),
      ...notes.flatMap(text => (ruledOutPattern.test(text) ? [text.replace(ruledOutPattern, '')] : [])),
    ],
    decisions: board.filter(({ state }) => state === 'decided').map(sentence),
    suspected: board
      .filter(({ state }) => state === 'open' || state === 'confirmed')
      .map(one => (one.state === 'confirmed' ? `${sentence(one)} (confirmed)` : sentence(one))),
    questions: openQuestions(incident).flatMap(({ label, questions: [first] }) =>
      first ? [`${label}: ${questionText(first)}`] : [],
    ),
    ...(next ? { nextUpdateAt: next } : {}),
  }
}

/** The last update that says where things stand: a report, or the last word. */
function lastNews(incident: Incident): Update | undefined {
  return updatesOf(incident).findLast(({ kind }) => kind === 'report' || kind === 'final')
}

function lastTold(last: Update, context: { incident: Incident; policy: Policy }): NonNullable<CatchUp['last']> {
  const { incident } = context
  const rendering = compose(RESPONDERS, asCorrected(last, incident), context)
  const unchanged = updatesOf(incident).findLast(({ kind, seq }) => kind === 'no-change' && seq > last.seq)
  return { rendering, at: last.at, ...(unchanged ? { unchangedAt: unchanged.at } : {}) }
}

function sentence({ text, why, judged }: Finding): string {
  const reason = judged?.why ?? why
  return reason === undefined ? text : `${text}, because ${reason}`
}

/** Puts on the record that somebody came to the channel after there was something to catch up on; once for each. */
export function noteJoined(incident: Incident, input: { user: string }, stamp: Stamp): Incident {
  const { timeline } = incident
  const hasStory = timeline.some(
    fact => fact.type === 'update-written' || fact.type === 'noted' || fact.type === 'finding-stated',
  )
  const isKnown = timeline.some(fact => fact.type === 'joined' && fact.user === input.user)
  if (!hasStory || isKnown || !canBeFollowed(incident)) return incident
  return record(incident, stamp, { type: 'joined', user: input.user })
}

/** Lets somebody into the channel at their own wish; not again while that is being done. */
export function joinIncident(incident: Incident, _input: unknown, stamp: Stamp): Incident {
  const last = incident.timeline.filter(isFact('person-added')).findLast(({ user }) => user === stamp.by)
  const isUnderWay = last && !incident.settled.includes(`${incident.id}#${last.seq}/invite-person`)
  return isUnderWay ? incident : record(incident, stamp, { type: 'person-added', user: stamp.by })
}

/** Later than that, somebody who came has found their way. */
const welcomeForMinutes = 10

export interface CatchUpWork extends WorkBase {
  readonly kind: 'catch-up'
  readonly expiresAt: Date
  readonly user: string
}

export function catchUpWork({ id, timeline }: Incident): CatchUpWork[] {
  return timeline.filter(isFact('joined')).map(({ user, recordedAt: dueAt }) => {
    const key = `${id}/catch-up/${user}`
    return { kind: 'catch-up', key, lane: key, dueAt, expiresAt: addMinutes(dueAt, welcomeForMinutes), user }
  })
}
