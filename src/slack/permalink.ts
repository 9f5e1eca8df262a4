import type { Message } from '../domain/review.ts'
import type { Workspace } from './workspace.ts'

/** A message's address as chat.getPermalink gives it, without a call for each. */
export function permalinkOf({
  url,
}: Workspace): (channel: string, message: Pick<Message, 'ts' | 'threadTs'>) => string | undefined {
  return (channel, { ts, threadTs }) => {
    if (url === undefined) return undefined
    const address = `${url.replace(/\/?$/, '/')}archives/${channel}/p${ts.replace('.', '')}`
    return threadTs === undefined ? address : `${address}?thread_ts=${threadTs}&cid=${channel}`
  }
}
