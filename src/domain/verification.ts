import { UserError } from '../errors.ts'
import { lastResolution } from './closing.ts'
import { type Incident, record } from './incident.ts'
import { isActive, statusLabel } from './status.ts'
import { type Fact, isFact, type Stamp, type TimelineEvent } from './timeline.ts'

type Step = Fact<'reporter-asked' | 'fix-confirmed' | 'fix-disputed' | 'dispute-answered' | 'silence-taken'>

function isStep(fact: TimelineEvent): fact is Step {
  return (
    fact.type === 'reporter-asked' ||
    fact.type === 'fix-confirmed' ||
    fact.type === 'fix-disputed' ||
    fact.type === 'dispute-answered' ||
    fact.type === 'silence-taken'
  )
}

/** What was asked and answered about the resolution that stands, first to last; nothing while the incident goes on. */
export function verificationSteps(incident: Incident): Step[] {
  const end = lastResolution(incident)
  return end ? incident.timeline.filter(isStep).filter(fact => fact.seq > end.seq) : []
}

/** The reporter’s word that it is not fixed, until somebody answers it, it is reopened, or they take it back. */
export function openDispute(incident: Incident): Fact<'fix-disputed'> | undefined {
  const last = verificationSteps(incident).findLast(fact => fact.type !== 'reporter-asked')
  return last?.type === 'fix-disputed' ? last : undefined
}

/** What became of one question to the reporter. */
type Verdict = Fact<'reporter-asked' | 'fix-confirmed' | 'fix-disputed' | 'silence-taken' | 'reopened'>

/** The last word on a question until the next resolution; undefined while it is open. */
export function verdictOn(incident: Incident, asked: Fact<'reporter-asked'>): Verdict | undefined {
  const later = incident.timeline.filter(fact => fact.seq > asked.seq)
  const next = later.findIndex(isFact('resolved'))
  return (next < 0 ? later : later.slice(0, next)).findLast(
    fact =>
      fact.type === 'reporter-asked' ||
      fact.type === 'fix-confirmed' ||
      fact.type === 'fix-disputed' ||
      fact.type === 'silence-taken' ||
      fact.type === 'reopened',
  )
}

function requireReporter(incident: Incident, stamp: Stamp): void {
  if (stamp.by !== incident.reporter)
    throw new UserError(
      'not-the-reporter',
      `Only who reported ${incident.id} is asked whether it is fixed. If you still see it, write it into its channel, or reopen it: \`/incident reopen <reason>\`.`,
    )
}

function requireEnded(incident: Incident): void {
  if (isActive(incident.status))
    throw new UserError(
      'not-resolved',
      `${incident.id} is ${statusLabel(incident.status)}: people are working on it. You are asked again once it is resolved.`,
    )
  if (!lastResolution(incident))
    throw new UserError(
      'not-active',
      `${incident.id} is ${statusLabel(incident.status)}. If you still see it, reopen it: \`/incident reopen <reason>\`.`,
    )
}

/** The reporter says that it is fixed; takes back an earlier no. */
export function confirmFix(incident: Incident, _input: unknown, stamp: Stamp): Incident {
  requireReporter(incident, stamp)
  requireEnded(incident)
  const last = verificationSteps(incident).at(-1)
  return last?.type === 'fix-confirmed' ? incident : record(incident, stamp, { type: 'fix-confirmed' })
}

/** The reporter says that it is not: the question is open until somebody who leads the incident answers it. */
export function disputeFix(incident: Incident, input: { text: string }, stamp: Stamp): Incident {
  requireReporter(incident, stamp)
  requireEnded(incident)
  const text = input.text.trim()
  if (text === '')
    throw new UserError('text-needed', 'Say in a line what you still see: `/incident fixed no <what you still see>`.', {
      field: 'text',
    })
  return openDispute(incident)?.text === text ? incident : record(incident, stamp, { type: 'fix-disputed', text })
}

/** “It is something else”: the incident stays resolved, and the reporter is told why. */
export function answerDispute(incident: Incident, input: { reason: string }, stamp: Stamp): Incident {
  const dispute = openDispute(incident)
  if (!dispute)
    throw new UserError(
      'no-dispute',
      isActive(incident.status)
        ? `${incident.id} is open again: there is nothing to answer.`
        : `Nobody says that ${incident.id} is not fixed, or it was answered already. \`/incident show\` tells.`,
    )
  const reason = input.reason.trim()
  if (reason === '')
    throw new UserError(
      'reason-needed',
      'Say what it is instead: `/incident fixed other <why>`. The reporter reads it.',
      {
        field: 'reason',
      },
    )
  return record(incident, stamp, { type: 'dispute-answered', dispute: dispute.seq, reason })
}
