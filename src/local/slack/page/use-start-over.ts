import { useConfirm } from './confirm.tsx'
import { useWorkspace } from './workspace.tsx'

/** Puts the whole workspace back to its beginning, once the person has confirmed it. */
export function useStartOver(): () => Promise<void> {
  const { act, go } = useWorkspace()
  const confirm = useConfirm()
  return async () => {
    const isSure = await confirm({
      title: { type: 'plain_text', text: 'Start over' },
      text: {
        type: 'plain_text',
        text: 'Forget all messages and channels of this sandbox, and what the app keeps, and put the clock right?',
      },
      confirm: { type: 'plain_text', text: 'Start over' },
      style: 'danger',
    })
    if (!isSure) return
    const answer = await act('reset')
    if (answer.ok) go({ kind: 'channel', id: '' })
  }
}
