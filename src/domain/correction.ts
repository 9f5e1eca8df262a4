import { UserError } from '../errors.ts'
import { lastResolution } from './closing.ts'
import { writtenFields } from './compose.ts'
import { type Incident, record } from './incident.ts'
import { type Fact, isFact, type Stamp, type UpdateFields } from './timeline.ts'

type Update = Fact<'update-written'>
type Wordings = NonNullable<Update['wordings']>

/** The corrections of one update, the last one last. */
function correctionsOf(incident: Pick<Incident, 'timeline'>, update: number): Fact<'update-corrected'>[] {
  return incident.timeline.filter(isFact('update-corrected')).filter(fact => fact.update === update)
}

/** The last correction of one update. */
export function lastCorrection(
  incident: Pick<Incident, 'timeline'>,
  update: number,
): Fact<'update-corrected'> | undefined {
  return correctionsOf(incident, update).at(-1)
}

/** An update as it is to be read now. */
export function asCorrected(update: Update, incident: Pick<Incident, 'timeline'>): Update {
  const correction = lastCorrection(incident, update.seq)
  return correction ? withWords(update, correction) : update
}

/** The same update saying something else. */
export function withWords(update: Update, words: { fields: UpdateFields; wordings?: Wordings }): Update {
  const { wordings: _, ...rest } = update
  const { fields, wordings = {} } = words
  return { ...rest, fields, ...(Object.keys(wordings).length > 0 ? { wordings } : {}) }
}

const wordedKinds: readonly Update['kind'][] = ['report', 'final', 'promise-kept', 'review-published']

/** Whether it is a person’s own words, so that there is something to put right. */
export function isCorrectable({ kind, by }: Update): boolean {
  return wordedKinds.includes(kind) && by !== 'sitrep'
}

/** What can be put right for everybody at once; what Sitrep itself says is put right in each audience’s own words. */
export function correctableFields({ kind, status }: Update): readonly (keyof UpdateFields)[] {
  if (kind === 'report') return writtenFields
  // What was promised is on the record as a follow-up of its own.
  if (kind === 'final') return status === 'resolved' ? ['state', 'happened', 'impact', 'prevention'] : []
  return kind === 'promise-kept' ? ['state'] : []
}

/** The last update that a person worded, which is the one to be corrected. */
export function correctable(incident: Incident): Update | undefined {
  return incident.timeline.filter(isFact('update-written')).findLast(isCorrectable)
}

/** Whether this person may correct an update: who wrote it, and who leads or speaks for the incident. */
function mayCorrect(incident: Incident, update: Update, user: string): boolean {
  const { commander, deputy, communications } = incident.roles
  return [update.by, commander, deputy, communications].includes(user)
}

/** The update to correct, the last one unless another is named, or a refusal that says what to do. */
export function requireCorrectable(incident: Incident, user: string, seq?: number): Update {
  const named = incident.timeline.filter(isFact('update-written')).find(update => update.seq === seq)
  const update = named && isCorrectable(named) ? named : correctable(incident)
  if (!update)
    throw new UserError(
      'nothing-to-correct',
      `Nobody has written an update on ${incident.id} yet, so there is none to correct. \`/incident update\` writes one.`,
    )
  if (!mayCorrect(incident, update, user))
    throw new UserError(
      'not-yours-to-correct',
      'Whoever wrote the update, the commander, their deputy or the communications lead can correct it. Tell one of them what is wrong, or write a new update.',
    )
  return update
}

export const correctedMeanwhile = 'corrected-meanwhile'

/**
 * Says what an update should have said. It is no update of its own: nobody’s clock starts anew. Throws UserError with
 * the code `corrected-meanwhile` when it was corrected since correction `known` (its `seq`; 0 = none).
 */
export function correctUpdate(
  incident: Incident,
  input: { update: number; known: number; fields: UpdateFields; wordings: Wordings },
  stamp: Stamp,
): Incident {
  const update = requireCorrectable(incident, stamp.by, input.update)
  if (update.seq !== input.update) return incident
  if ((lastCorrection(incident, update.seq)?.seq ?? 0) !== input.known)
    throw new UserError(correctedMeanwhile, 'Somebody else corrected it meanwhile. Look at it again, then send it.')
  const now = asCorrected(update, incident)
  const { fields, wordings } = input
  if (isSame(now.fields, fields) && isSame(now.wordings ?? {}, wordings))
    throw new UserError('nothing-corrected', 'It says that already. Change what was wrong, or go back.')
  return record(
    incident,
    stamp,
    {
      type: 'update-corrected',
      update: update.seq,
      ...(update.kind === 'report' ? {} : { kind: update.kind }),
      fields,
      before: now.fields,
      ...(Object.keys(wordings).length > 0 ? { wordings } : {}),
      ...(now.wordings ? { wordingsBefore: now.wordings } : {}),
    },
    saysWhatFixedIt(incident, update) ? { resolution: fields.state } : {},
  )
}

/** Whether this is the notice of the end that stands, so that the incident says the same. */
function saysWhatFixedIt(incident: Incident, update: Update): boolean {
  const end = lastResolution(incident)
  return end !== undefined && update.kind === 'final' && update.status === 'resolved' && update.seq > end.seq
}

function isSame(one: object, other: object): boolean {
  const said = (words: object) => JSON.stringify(Object.entries(words).sort(([a], [b]) => a.localeCompare(b)))
  return said(one) === said(other)
}
