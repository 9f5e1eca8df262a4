import { randomBytes } from 'node:crypto'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** An id as Slack's look: a letter for the kind, then upper-case letters and digits. */
export function newId(prefix: string): string {
  return prefix + [...randomBytes(10)].map(byte => alphabet[byte % alphabet.length]).join('')
}

/** A short id, as Slack gives a block or an action that came without one. */
export function newShortId(): string {
  return randomBytes(4).toString('base64url').slice(0, 5)
}

export function newSecret(): string {
  return randomBytes(12).toString('hex')
}
