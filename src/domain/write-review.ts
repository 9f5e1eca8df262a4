import { UserError } from '../errors.ts'
import { type Incident, record } from './incident.ts'
import { SECTION_HEADING, WRITTEN_SECTIONS, type WrittenSectionId, type WrittenText } from './review-written.ts'
import { type Fact, isFact, type Stamp } from './timeline.ts'

/** Four fields of a form hold it. */
export const sectionAtMost = 12_000

/** All that was ever written in a section, oldest first. */
export function versionsOf(
  { timeline }: Pick<Incident, 'timeline'>,
  section: WrittenSectionId,
): Fact<'review-section-written'>[] {
  return timeline.filter(isFact('review-section-written')).filter(fact => fact.section === section)
}

/** Each section as it stands, in the order of the review; without those that nobody wrote, or somebody emptied. */
export function writtenNow(incident: Pick<Incident, 'timeline'>): WrittenText[] {
  return WRITTEN_SECTIONS.flatMap(section => {
    const last = versionsOf(incident, section).at(-1)
    return last && last.text !== '' ? [{ section, text: last.text, by: last.by, at: last.recordedAt }] : []
  })
}

/** What a version is known by; 0 = nothing was written yet. */
export function latestVersion(incident: Pick<Incident, 'timeline'>, section: WrittenSectionId): number {
  return versionsOf(incident, section).at(-1)?.seq ?? 0
}

export interface SectionInput {
  readonly section: WrittenSectionId
  readonly text: string
  /** The version that the writer had before them. */
  readonly basedOn: number
}

/** The refusal of a text whose writer has not seen what somebody else wrote meanwhile. */
export const writtenMeanwhile = 'written-meanwhile'

/** Keeps the text as the section's newest version. Nothing takes the place of a version that its writer has not seen. */
export function writeSection(incident: Incident, { section, text: typed, basedOn }: SectionInput, stamp: Stamp) {
  const text = typed.replaceAll('\r\n', '\n').trim()
  const last = versionsOf(incident, section).at(-1)
  if (text === (last?.text ?? '')) return incident
  if (text.length > sectionAtMost)
    throw new UserError(
      'too-long',
      `That is ${text.length} characters long, and ${sectionAtMost} fit in one section of the review. Put the rest in another section, or in a document that you link here.`,
    )
  if ((last?.seq ?? 0) !== basedOn)
    throw new UserError(
      writtenMeanwhile,
      `Somebody else wrote “${SECTION_HEADING[section]}” while you did. Open it again to see both.`,
    )
  return record(incident, stamp, {
    type: 'review-section-written',
    section,
    text,
    ...(basedOn > 0 ? { basedOn } : {}),
  })
}
