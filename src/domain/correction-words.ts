import type { Fact, UpdateFields } from './timeline.ts'

const LABEL: Readonly<Record<keyof UpdateFields, string>> = {
  state: 'where things stand',
  impact: 'the impact',
  actions: 'what is being done',
  workaround: 'the workaround',
  needs: 'what is needed',
  happened: 'what happened',
  prevention: 'what is done about it',
  promises: 'what is promised',
}

/** What the first field is in an update of another kind. */
const STATE: Readonly<Partial<Record<Fact<'update-written'>['kind'], string>>> = {
  final: 'what fixed it',
  'promise-kept': 'what was promised',
}

type Words = Readonly<Partial<Record<string, string>>>

/** What was corrected: both versions whole, so that the record holds what was said when. */
export interface Correction {
  /** Of the update, if it was no report. */
  readonly kind?: Fact<'update-written'>['kind']
  readonly fields: UpdateFields
  readonly before: UpdateFields
  readonly wordings?: Words
  readonly wordingsBefore?: Words
}

/** What a correction changed, in both versions: field by field, then the words for single audiences. */
export function correctedParts({ kind = 'report', fields, before, wordings = {}, wordingsBefore = {} }: Correction): {
  readonly what: string
  readonly was: string
  readonly is: string
}[] {
  const parts = (now: Words, then: Words, nameOf: (key: string) => string) =>
    [...new Set([...Object.keys(LABEL), ...Object.keys(then), ...Object.keys(now)])].flatMap(key => {
      const [was, is] = [then[key] ?? '', now[key] ?? '']
      return was === is ? [] : [{ what: nameOf(key), was, is }]
    })
  return [
    ...parts(
      { ...fields },
      { ...before },
      key => (key === 'state' ? STATE[kind] : undefined) ?? LABEL[key as keyof UpdateFields] ?? key,
    ),
    ...parts(wordings, wordingsBefore, audience => `the words for ${audience}`),
  ]
}

/** The same as half a sentence: “the impact: “one in three”, now “one in four””. */
export function describeCorrection(correction: Correction): string {
  return correctedParts(correction)
    .map(({ what, was, is }) => `${what}${was ? ` was “${was}”,` : ''} is ${is ? `“${is}”` : 'left out'}`)
    .join('; ')
}
