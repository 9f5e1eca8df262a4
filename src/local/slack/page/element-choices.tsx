import type { Checkboxes, RadioButtons } from '@slack/types'
import { useId } from 'react'
import { Text } from './doc-view.tsx'
import { pickedState, pickedValues } from './element-state.ts'
import { type ElementProps, useField } from './surface.tsx'

/** Radio buttons, of which one is picked, and checkboxes, of which any number is. */
export function ChoicesElement({ element, blockId, naming, dispatches }: ElementProps<Checkboxes | RadioButtons>) {
  const { state, change, isBusy } = useField(blockId, element, dispatches)
  const group = useId()
  const isRadio = element.type === 'radio_buttons'
  const picked = pickedValues(state)
  const pick = (value: string, isPicked: boolean) => {
    const others = isRadio ? [] : picked.filter(each => each !== value)
    void change(pickedState(element, isPicked ? [...others, value] : others))
  }
  const options = element.options.map(option => (
    <label key={option.value} className="choice">
      <input
        type={isRadio ? 'radio' : 'checkbox'}
        name={group}
        checked={picked.includes(option.value ?? '')}
        disabled={isBusy}
        onChange={event => pick(option.value ?? '', event.currentTarget.checked)}
      />
      <span>
        <Text text={option.text} />
        {option.description && (
          <small>
            <Text text={option.description} />
          </small>
        )}
      </span>
    </label>
  ))
  const names = {
    className: 'choices',
    'aria-label': naming.label,
    'aria-labelledby': naming.labelledBy,
    'aria-describedby': naming.describedBy,
  }
  if (!isRadio) return <fieldset {...names}>{options}</fieldset>
  return (
    <div {...names} role="radiogroup" aria-required={naming.isRequired || undefined}>
      {options}
    </div>
  )
}
