import type { ReviewFormat } from '../domain/review.ts'
import { canvas } from './canvas.ts'
import { html } from './html.ts'
import { json } from './json.ts'
import { markdown } from './markdown.ts'
import { pdf } from './pdf.ts'
import { png } from './png.ts'
import { csv, jsonl } from './transcript-lines.ts'

/**
 * Every format that a review can have. What draws and typesets takes long to load, so a format imports it with the first
 * review that needs it and not with the start.
 */
export const formats = [html, pdf, png, markdown, canvas, json, jsonl, csv] as const satisfies readonly ReviewFormat[]
