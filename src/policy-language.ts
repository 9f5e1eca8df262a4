import type { AudienceField } from './domain/audience-policy.ts'
import { audienceIds, audienceOf } from './domain/audiences.ts'
import type { Policy } from './domain/policy.ts'
import { READER_WORDS } from './domain/reader-words.ts'
import { STATUSES } from './domain/status.ts'
import { builtInTemplates, ownTemplates } from './domain/templates.ts'

/** These stand in sentences or are left to the heading. */
const unlabelled: readonly AudienceField[] = ['title', 'summary', 'resolution']

/** What an audience with another language still reads in English, as it is called in the policy. */
function inEnglish(audience: string, policy: Policy): string[] {
  const own = audienceOf(audience, policy)
  const { fields, fieldLabels = {}, statusLabels = {}, readerWords = {} } = own
  const has = new Set(ownTemplates(own.templates).map(({ path }) => path.join('.')))
  const { closing, ...simple } = builtInTemplates
  const names = [...Object.keys(simple), ...Object.keys(closing).map(end => `closing.${end}`)]
  const shown = new Set(['state' as const, ...fields.filter(field => !unlabelled.includes(field))])
  return [
    ...names.filter(name => !has.has(name)).map(name => `templates.${name}`),
    ...[...shown].filter(field => !fieldLabels[field]).map(field => `fieldLabels.${field}`),
    ...STATUSES.filter(status => !statusLabels[status]).map(status => `statusLabels.${status}`),
    ...READER_WORDS.filter(word => !readerWords[word]).map(word => `readerWords.${word}`),
  ]
}

/** One line for each audience of another language whose words are not all there. */
export function untranslated(policy: Policy): string[] {
  return audienceIds(policy).flatMap(audience => {
    const { language = 'en' } = audienceOf(audience, policy)
    const missing = /^en\b/i.test(language) ? [] : inEnglish(audience, policy)
    return missing.length > 0 ? [`${audience} is told in ${language}, but in English: ${missing.join(', ')}.`] : []
  })
}
