import type { Datepicker, DateTimepicker, Timepicker } from '@slack/types'
import { fromLocalInput, toLocalInput } from './local-time.ts'
import type { ElementState } from './model.ts'
import { type ElementProps, namingProps, useField } from './surface.tsx'
import { useWorkspace } from './workspace.tsx'

type AnyDate = Datepicker | Timepicker | DateTimepicker

const inputTypes = { datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local' } as const

/** The three pickers of dates and times, in the acting person's time zone. */
export function DateElement({ element, blockId, naming, dispatches }: ElementProps<AnyDate>) {
  const { state, change, isBusy } = useField(blockId, element, dispatches)
  const { timeZone } = useWorkspace()
  const placeholder = 'placeholder' in element ? element.placeholder?.text : undefined
  return (
    <input
      {...namingProps({ ...naming, label: naming.label ?? (naming.labelledBy || naming.id ? undefined : placeholder) })}
      className="text-input date-input"
      type={inputTypes[element.type]}
      value={shownValue(state, timeZone)}
      disabled={isBusy}
      onChange={event => void change(stateFor(element.type, event.currentTarget.value, timeZone))}
    />
  )
}

function shownValue(state: ElementState, timeZone: string): string {
  if (state.selected_date_time) return toLocalInput(state.selected_date_time, timeZone)
  return state.selected_date ?? state.selected_time ?? ''
}

function stateFor(type: AnyDate['type'], value: string, timeZone: string): ElementState {
  switch (type) {
    case 'datepicker':
      return { type, selected_date: value || null }
    case 'timepicker':
      return { type, selected_time: value || null }
    case 'datetimepicker':
      return { type, selected_date_time: value ? fromLocalInput(value, timeZone) : null }
  }
}
