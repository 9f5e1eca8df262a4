import type { ReviewFile } from '../app/reviews.ts'
import { attachmentNamed } from './attachment.ts'

export interface Reply {
  readonly status: number
  readonly type: string
  readonly body: string | Pick<ReviewFile, 'bytes' | 'content'>
  readonly headers?: Readonly<Record<string, string>>
}

export function signatureIn(parameters: URLSearchParams): { expires: string; signature: string } {
  return { expires: parameters.get('expires') ?? '', signature: parameters.get('signature') ?? '' }
}

export function fileReply(file: ReviewFile): Reply {
  return {
    status: 200,
    type: file.mediaType,
    body: file,
    headers: {
      'content-disposition': `inline; filename="${file.fileName}"`,
      'cache-control': 'private, no-store',
      'content-security-policy': file.mediaType.startsWith('text/html') ? pageSecurity : fileSecurity,
      'referrer-policy': 'no-referrer',
    },
  }
}

/** Saved, whatever is in it, and never shown: it comes from whoever sent it. */
export function attachmentReply(file: ReviewFile): Reply {
  const reply = fileReply(file)
  return { ...reply, headers: { ...reply.headers, 'content-disposition': attachmentNamed(file.fileName) } }
}

/** The document is shown, and runs, loads and sends nothing: its address must not leak by its links either. */
const fileSecurity = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
/** As above, but a page may run what its own, stricter policy names by hash; links open outside the sandbox. */
const pageSecurity =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox"
