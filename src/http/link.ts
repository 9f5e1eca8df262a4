import { createHmac, timingSafeEqual } from 'node:crypto'

/** Ninety days: long enough to work on a review, short enough that a forgotten link stops working. */
const validSeconds = 90 * 24 * 3600

function signatureOf(secret: string, path: string, expires: string): string {
  return createHmac('sha256', secret).update(`${path}\n${expires}`).digest('base64url')
}

/** A path with a signature that opens it for ninety days from `now`. */
export function signLink({ secret, path, now }: { secret: string; path: string; now: Date }): string {
  const expires = String(Math.floor(now.getTime() / 1000) + validSeconds)
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
