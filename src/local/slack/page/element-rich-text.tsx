import type { RichTextInput } from '@slack/types'
import { useId, useRef, useState } from 'react'
import { Doc } from './doc-view.tsx'
import { MarkupTools, markByKey } from './markup-tools.tsx'
import { readRichText } from './rich-text.ts'
import { typeRichText, writeRichText } from './rich-text-write.ts'
import { type ElementProps, namingProps, useField } from './surface.tsx'

/** Formatted text: written with marks, shown below as it will read. */
export function RichTextElement({ element, blockId, naming, dispatches }: ElementProps<RichTextInput>) {
  const { state, keep, press } = useField(blockId, element, dispatches)
  const [text, setText] = useState(() => (state.rich_text_value ? typeRichText(state.rich_text_value) : ''))
  const field = useRef<HTMLTextAreaElement>(null)
  const previewId = useId()
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed']
  const stateFor = (typed: string) =>
    typed.trim() ? { type: element.type, rich_text_value: writeRichText(typed) } : { type: element.type }
  const type = (typed: string) => {
    setText(typed)
    const next = stateFor(typed)
    keep(next)
    if (dispatches && triggers.includes('on_character_entered')) void press(next)
  }
  const preview = state.rich_text_value ? readRichText(state.rich_text_value) : []
  return (
    <div className="rich-text-input" data-invalid={naming.isInvalid || undefined}>
      <MarkupTools field={field} onChange={type} />
      <textarea
        {...namingProps({ ...naming, describedBy: [naming.describedBy, previewId].filter(Boolean).join(' ') })}
        ref={field}
        rows={element.min_lines ?? 3}
        value={text}
        placeholder={element.placeholder?.text}
        onChange={event => type(event.currentTarget.value)}
        onKeyDown={event => markByKey(event, type)}
        onBlur={() => {
          if (dispatches && !triggers.includes('on_character_entered')) void press(stateFor(text))
        }}
      />
      {text.trim() && (
        <div id={previewId} className="rich-text-preview doc">
          <Doc blocks={preview} />
        </div>
      )}
    </div>
  )
}
