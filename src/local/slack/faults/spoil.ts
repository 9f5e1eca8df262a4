import type { Reply } from '../http.ts'
import type { Strike } from './faults.ts'
import type { CallFault, Outage } from './rule.ts'

/** What the app gets of a call that was struck, and how. No status: no answer at all. */
export interface Spoilt {
  readonly status?: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly ending:
    | { readonly type: 'whole' | 'cut' | 'reset' | 'never' }
    | { readonly type: 'late'; readonly ms: number }
}

/** Whether a call that is struck takes effect all the same. */
export function takesEffect({ fault }: Strike<CallFault | Outage>): boolean {
  switch (fault.fault) {
    case 'slow':
    case 'reset-after':
    case 'truncated':
      return true
    case 'http':
    case 'html':
    case 'hang':
    case 'error':
      return fault.applied
    case 'rate-limited':
    case 'reset-before':
    case 'unavailable':
      return false
  }
}

const page = (status: number, title: string) => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
})

/** What comes back instead of the honest answer, which is there when the call took effect. */
export function spoil(fault: CallFault | Outage, honest: Reply | undefined): Spoilt {
  switch (fault.fault) {
    case 'rate-limited':
      return {
        status: 429,
        body: { ok: false, error: 'ratelimited' },
        headers: fault.withoutHeader ? {} : { 'retry-after': String(fault.retryAfterSeconds) },
        ending: { type: 'whole' },
      }
    case 'unavailable':
      return { ...page(503, 'Service Unavailable'), ending: { type: 'whole' } }
    case 'http':
      return { ...page(fault.status, 'Server Error'), ending: { type: 'whole' } }
    case 'html':
      return { ...page(200, 'Something is in the way'), ending: { type: 'whole' } }
    case 'error':
      return { status: 200, body: { ok: false, error: fault.error }, ending: { type: 'whole' } }
    case 'slow':
      return { ...(honest ?? { status: 200, body: '' }), ending: { type: 'late', ms: fault.ms } }
    case 'truncated':
      return { ...(honest ?? { status: 200, body: '' }), ending: { type: 'cut' } }
    case 'reset-before':
    case 'reset-after':
      return { body: null, ending: { type: 'reset' } }
    case 'hang':
      return { body: null, ending: { type: 'never' } }
  }
}
