import type { Ending } from '../domain/ending.ts'
import type { Composed } from '../domain/send-update.ts'
import type { Basis, Wordings } from '../domain/update-preview.ts'

/** What somebody has written and not sent: one update for each incident and person, one correction of each, and one end. */
export interface Draft extends Composed {
  readonly incident: string
  readonly by: string
  /** The update that it corrects, and the last correction of it that was known (its `seq`; 0 = none). */
  readonly corrects?: { readonly update: number; readonly known: number }
  /** The end that it tells of. */
  readonly ends?: Ending
  /** New with every preview, so that what is sent is what was shown. */
  readonly token: string
  /** What the preview showed for each audience. */
  readonly shown: Wordings
  readonly basis: Basis
  readonly savedAt: Date
}

/** Whose draft, and of what. */
export type DraftOf = Pick<Draft, 'incident' | 'by'> & {
  readonly corrects?: { readonly update: number }
  readonly ends?: object
}

export interface Drafts {
  get(of: DraftOf): Promise<Draft | undefined>
  /** Takes the place of the one before. */
  save(draft: Draft): Promise<void>
  /** With a token, only if it is still that one. */
  remove(of: DraftOf & { readonly token?: string }): Promise<void>
}

/** The gesture under which a draft is sent, whichever window and however often. */
export function sendingOf(token: string): string {
  return `draft/${token}`
}
