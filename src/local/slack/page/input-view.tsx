import type { InputBlock } from '@slack/types'
import { useContext, useId } from 'react'
import { Text } from './doc-view.tsx'
import { Element } from './element.tsx'
import { SurfaceContext } from './surface.tsx'

/** A labelled field with its hint and what is wrong with it. */
export function InputView({ block, blockId }: { readonly block: InputBlock; readonly blockId: string }) {
  const error = useContext(SurfaceContext)?.errorOf(blockId)
  const id = useId()
  const isGroup = block.element.type === 'radio_buttons' || block.element.type === 'checkboxes'
  const describedBy = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(' ') || undefined
  const naming = {
    ...(isGroup ? { labelledBy: `${id}-label` } : { id }),
    describedBy,
    isInvalid: error !== undefined,
    isRequired: !block.optional,
  }
  const label = (
    <>
      <Text text={block.label} />
      {block.optional && <span className="optional"> (optional)</span>}
    </>
  )
  return (
    <div className="block-input" data-invalid={error ? true : undefined}>
      {isGroup ? (
        <span className="field-label" id={`${id}-label`}>
          {label}
        </span>
      ) : (
        <label className="field-label" htmlFor={id}>
          {label}
        </label>
      )}
      <Element element={block.element} blockId={blockId} naming={naming} dispatches={block.dispatch_action ?? false} />
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {block.hint && (
        <p className="field-hint" id={`${id}-hint`}>
          <Text text={block.hint} />
        </p>
      )}
    </div>
  )
}
