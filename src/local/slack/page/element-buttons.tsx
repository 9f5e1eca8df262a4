import type { Button, Overflow } from '@slack/types'
import { Text } from './doc-view.tsx'
import { Menu } from './popup.tsx'
import { type ElementProps, useField } from './surface.tsx'

export function ButtonElement({ element, blockId }: ElementProps<Button>) {
  const { press, isBusy } = useField(blockId, element, true)
  const style = element.style ? `button button-${element.style}` : 'button'
  const name = element.accessibility_label
  const content = <Text text={element.text} />
  if (element.url) {
    return (
      <a
        className={style}
        href={element.url}
        target="_blank"
        rel="noreferrer noopener"
        aria-label={name}
        data-action={element.action_id}
        onClick={() => void press()}
      >
        {content}
      </a>
    )
  }
  return (
    <button
      type="button"
      className={style}
      aria-label={name}
      aria-busy={isBusy || undefined}
      // Not disabled: that would take the focus away from whoever pressed it.
      aria-disabled={isBusy || undefined}
      data-action={element.action_id}
      onClick={() => void press()}
    >
      {content}
    </button>
  )
}

export function OverflowElement({ element, blockId }: ElementProps<Overflow>) {
  const { press, isBusy } = useField(blockId, element, true)
  const items = element.options.map((option, index) => ({
    key: option.value ?? String(index),
    label: <Text text={option.text} />,
    detail: option.description?.text,
    run: () => {
      if (option.url) window.open(option.url, '_blank', 'noreferrer')
      void press(option.value)
    },
  }))
  return (
    <Menu label="More options" items={items} className="button overflow" isDisabled={isBusy}>
      ⋯
    </Menu>
  )
}
