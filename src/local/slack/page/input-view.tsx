import type { InputBlock } from '@slack/types'
import { useContext, useId } from 'react'
import { Text } from './doc-view.tsx'
import { Element } from './element.tsx'
import { SurfaceContext } from './surface.tsx'

/** Elements made of several controls, which a label cannot point at. */
const groups: ReadonlySet<string> = new Set(['radio_buttons', 'checkboxes', 'file_input'])

/** A labelled field with its hint and what is wrong with it. */
export function InputView({ block, blockId }: { readonly block: InputBlock; readonly blockId: string }) {
  const error = useContext(SurfaceContext)?.errorOf(blockId)
  const id = useId()
  const isGroup = groups.has(block.element.type)
  const describedBy = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(' ') || undefined
  const naming = {
    ...(isGroup ? { labelledBy: `${id}-label` } : { id }),
    describedBy,
    isInvalid: error !== undefined,
    isRequired: !block.optional,
    focusOnLoad: 'focus_on_load' in block.element && block.element.focus_on_load === true,
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
