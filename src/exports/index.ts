import type { ReviewFormat } from '../domain/review.ts'
import { html } from './html.ts'
import { json } from './json.ts'
import { markdown } from './markdown.ts'
import { csv, jsonl } from './transcript-lines.ts'

/** Every format that a review can have. */
export const formats = [html, markdown, json, jsonl, csv] as const satisfies readonly ReviewFormat[]
