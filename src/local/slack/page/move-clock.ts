import { read } from './control.ts'
import { canSee, titleOf } from './conversations.ts'
import { span } from './span.ts'
import { findChannel, type Workspace } from './workspace.tsx'

/** What the app does next by itself. */
export interface Due {
  /** ISO 8601. */
  readonly at: string
  readonly label: string
}

interface NewMessages {
  readonly channel: string
  readonly count: number
}

/** Moves the workspace's clock on and says what came of it. */
export async function moveClock(workspace: Workspace, minutes: number): Promise<void> {
  const answer = await workspace.act('advance', { minutes })
  if (!answer.ok) return
  // What came of it may have opened a conversation that the page does not know yet.
  const state = await read<Workspace['state']>('state').catch(() => workspace.state)
  const news = Array.isArray(answer.newMessages) ? answer.newMessages.filter(isNews) : []
  workspace.notify(`${span(minutes)} later: ${describeNews({ ...workspace, state }, news)}`)
}

/** Moves it to what the app does next by itself, if there is anything. */
export async function moveToNextDue(workspace: Workspace): Promise<void> {
  const { due } = await read<{ readonly due: Due | null }>('next-due').catch(() => ({ due: null }))
  if (!due) return workspace.notify('Nothing is due: the app waits for somebody to do something.')
  const minutes = Math.max(0, Date.parse(due.at) + 1 - workspace.now()) / 60_000
  await moveClock(workspace, minutes)
}

/** “3 new messages: #leadership 2, #support 1.” */
function describeNews({ state, me }: Pick<Workspace, 'state' | 'me'>, news: readonly NewMessages[]): string {
  if (news.length === 0) return 'nothing new.'
  const total = news.reduce((sum, { count }) => sum + count, 0)
  const seen = news.flatMap(({ channel: id, count }) => {
    const channel = findChannel(state, id)
    if (!channel || !canSee(channel, me.id)) return []
    return [{ count, name: `${channel.is_im ? '' : '#'}${titleOf(channel, state.app)}` }]
  })
  const elsewhere = total - seen.reduce((sum, { count }) => sum + count, 0)
  const places = [
    ...seen.map(({ name, count }) => `${name} ${count}`),
    ...(elsewhere > 0 ? [`${elsewhere} where ${me.name} cannot look`] : []),
  ]
  return `${total === 1 ? '1 new message' : `${total} new messages`}: ${places.join(', ')}.`
}

function isNews(value: unknown): value is NewMessages {
  return typeof value === 'object' && value !== null && 'channel' in value && 'count' in value
}
