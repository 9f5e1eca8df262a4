import type { FeedbackButtons, IconButton } from '@slack/types'
import { Text } from './doc-view.tsx'
import { type ElementProps, useField } from './surface.tsx'
import { useWorkspace } from './workspace.tsx'

/** Two buttons that say whether an answer was good. */
export function FeedbackElement({ element, blockId }: ElementProps<FeedbackButtons>) {
  const { press, isBusy } = useField(blockId, element, true)
  const sides = [
    { side: element.positive_button, mark: '👍' },
    { side: element.negative_button, mark: '👎' },
  ]
  return sides.map(({ side, mark }) => (
    <button
      key={side.value}
      type="button"
      className="button"
      aria-label={side.accessibility_label}
      aria-disabled={isBusy || undefined}
      data-action={`${element.action_id}/${side.value}`}
      onClick={() => void press(side.value)}
    >
      <span aria-hidden="true">{mark}</span> <Text text={side.text} />
    </button>
  ))
}

const icons: Readonly<Record<string, string>> = { trash: '🗑' }

export function IconButtonElement({ element, blockId }: ElementProps<IconButton>) {
  const { press, isBusy } = useField(blockId, element, true)
  const { me } = useWorkspace()
  const { visible_to_user_ids: visibleTo } = element
  if (visibleTo && !visibleTo.includes(me.id)) return null
  return (
    <button
      type="button"
      className="button"
      aria-label={element.accessibility_label ?? element.text.text}
      title={element.text.text}
      aria-disabled={isBusy || undefined}
      data-action={element.action_id}
      onClick={() => void press(element.value)}
    >
      {icons[element.icon] ?? <Text text={element.text} />}
    </button>
  )
}
