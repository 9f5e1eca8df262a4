import type { ReviewFormat } from '../domain/review.ts'
import { markdown } from './markdown.ts'

/** Every format that a review can have. */
export const formats = [markdown] as const satisfies readonly ReviewFormat[]
