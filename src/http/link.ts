import { createHmac, timingSafeEqual } from 'node:crypto'

/** Ninety days: long enough to work on a review, short enough that a forgotten link stops working. */
const validSeconds = 90 * 24 * 3600
/** Half an hour: a link that is one person’s own is asked for when it is used. */
export const personalSeconds = 1800

function signatureOf(secret: string, path: string, expires: string): string {
  return createHmac('sha256', secret).update(`${path}\n${expires}`).digest('base64url')
}

/** A path with a signature that opens it for ninety days from `now`, unless it says otherwise. */
export function signLink(input: { secret: string; path: string; now: Date; seconds?: number }): string {
  const { secret, path, now, seconds = validSeconds } = input
  return signUntil(secret, path, String(Math.floor(now.getTime() / 1000) + seconds))
}

/** A path with a signature that opens it until then, in Unix seconds. */
export function signUntil(secret: string, path: string, expires: string): string {
  return `${path}?expires=${expires}&signature=${signatureOf(secret, path, expires)}`
}

/** True when this path was signed with this secret, and the link is not too old. `expires` is in Unix seconds. */
export function verifyLink(input: {
  secret: string
  path: string
  expires: string
  signature: string
  now: Date
}): boolean {
  const expected = Buffer.from(signatureOf(input.secret, input.path, input.expires))
  const given = Buffer.from(input.signature)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false
  return Number(input.expires) * 1000 > input.now.getTime()
}
