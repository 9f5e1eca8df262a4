/** Reads the channel and message out of a permalink such as `…/archives/C012345/p1700000000000100`. */
export function parsePermalink(url: string): { readonly channel: string; readonly ts?: string } | null {
  const match = /\/archives\/([A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?/.exec(url)
  if (!match?.[1]) return null
  return { channel: match[1], ...(match[2] ? { ts: `${match[2]}.${match[3]}` } : {}) }
}

interface Linked {
  /** Where the workspace is. */
  readonly origin: string
  readonly channel: string
  readonly message: { readonly ts: string; readonly thread_ts?: string }
}

/** The permalink of a message. */
export function linkTo({ origin, channel, message }: Linked): string {
  const link = `${origin}/archives/${channel}/p${message.ts.replace('.', '')}`
  const isReply = message.thread_ts !== undefined && message.thread_ts !== message.ts
  return isReply ? `${link}?thread_ts=${message.thread_ts}&cid=${channel}` : link
}
