/** Reads the channel and message out of a permalink such as `…/archives/C012345/p1700000000000100`. */
export function parsePermalink(url: string): { readonly channel: string; readonly ts?: string } | null {
  const match = /\/archives\/([A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?/.exec(url)
  if (!match?.[1]) return null
  return { channel: match[1], ...(match[2] ? { ts: `${match[2]}.${match[3]}` } : {}) }
}
