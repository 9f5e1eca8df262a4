import { describe, expect, test } from 'vitest'
import {
  type ElementShape,
  initialState,
  pickedState,
  pickedValues,
} from '../../../../src/local/slack/page/element-state.ts'

const option = (value: string) => ({ text: { type: 'plain_text', text: value.toUpperCase() }, value })
const options = [option('a'), option('b')]
const element = (type: string, more: Partial<ElementShape> = {}): ElementShape => ({ type, action_id: 'x', ...more })

describe('an element’s value', () => {
  test.each<[ElementShape, readonly string[]]>([
    [element('static_select', { options }), ['b']],
    [element('static_select', { option_groups: [{ options }] }), ['b']],
    [element('radio_buttons', { options }), ['a']],
    [element('multi_static_select', { options }), ['a', 'b']],
    [element('checkboxes', { options }), ['b']],
    [element('users_select'), ['U1']],
    [element('multi_users_select'), ['U1', 'U2']],
    [element('channels_select'), ['C1']],
    [element('multi_channels_select'), ['C1']],
    [element('conversations_select'), ['C1']],
    [element('multi_conversations_select'), ['C1']],
  ])('of $type is what was picked', (shape, picked) => {
    const state = pickedState(shape, picked)
    expect(pickedValues(state)).toEqual(picked)
    expect(Object.keys(state)).toEqual(Object.keys(initialState(shape)))
    expect(pickedValues(pickedState(shape, []))).toEqual([])
  })

  test.each<[ElementShape, object]>([
    [element('plain_text_input', { initial_value: 'hello' }), { value: 'hello' }],
    [element('plain_text_input'), { value: null }],
    [element('datepicker', { initial_date: '2026-03-01' }), { selected_date: '2026-03-01' }],
    [element('timepicker', { initial_time: '14:30' }), { selected_time: '14:30' }],
    [element('datetimepicker', { initial_date_time: 1_700_000_000 }), { selected_date_time: 1_700_000_000 }],
    [element('static_select', { options, initial_option: option('a') }), { selected_option: option('a') }],
    [element('external_select', { initial_option: option('c') }), { selected_option: option('c') }],
    [element('checkboxes', { options, initial_options: options }), { selected_options: options }],
    [element('users_select', { initial_user: 'U1' }), { selected_user: 'U1' }],
    [element('rich_text_input'), {}],
    [element('file_input'), { files: [] }],
  ])('of $type starts as the view says', (shape, state) => {
    expect(initialState(shape)).toEqual({ type: shape.type, ...state })
  })
})
