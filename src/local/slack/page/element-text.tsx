import type { EmailInput, NumberInput, PlainTextInput, URLInput } from '@slack/types'
import type { KeyboardEvent } from 'react'
import { type ElementProps, namingProps, useField } from './surface.tsx'

type AnyText = PlainTextInput | NumberInput | EmailInput | URLInput

const inputTypes = { email_text_input: 'email', url_text_input: 'url', plain_text_input: 'text' } as const

/** The fields that are typed into. */
export function TextElement({ element, blockId, naming, dispatches }: ElementProps<AnyText>) {
  const { state, keep, press } = useField(blockId, element, dispatches)
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed']
  const type = (value: string) => {
    keep({ type: element.type, value: value || null })
    if (dispatches && triggers.includes('on_character_entered')) void press(value)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !dispatches || !triggers.includes('on_enter_pressed')) return
    event.preventDefault()
    void press(state.value ?? '')
  }
  const shared = {
    ...namingProps(naming),
    className: 'text-input',
    value: state.value ?? '',
    placeholder: element.placeholder?.text,
  }
  if (element.type === 'number_input') {
    return (
      <input
        {...shared}
        type="number"
        min={element.min_value}
        max={element.max_value}
        step={element.is_decimal_allowed ? 'any' : 1}
        onChange={event => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    )
  }
  const lengths = 'max_length' in element ? { maxLength: element.max_length } : {}
  if ('multiline' in element && element.multiline) {
    return <textarea {...shared} {...lengths} rows={4} onChange={event => type(event.currentTarget.value)} />
  }
  return (
    <input
      {...shared}
      {...lengths}
      type={inputTypes[element.type]}
      onChange={event => type(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  )
}
