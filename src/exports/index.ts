import type { ReviewFormat } from '../domain/review.ts'
import { html } from './html.ts'
import { markdown } from './markdown.ts'

/** Every format that a review can have. */
export const formats = [markdown, html] as const satisfies readonly ReviewFormat[]
