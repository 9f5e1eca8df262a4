import { describe, expect, test } from 'vitest'
import {
  type ElementShape,
  initialState,
  pickedState,
  pickedValues,
  plainValue,
} from '../../../../src/local/slack/page/element-state.ts'

const option = (value: string) => ({ text: { type: 'plain_text', text: value.toUpperCase() }, value })
const options = [option('a'), option('b')]
const element = (type: string, more: Partial<ElementShape> = {}): ElementShape => ({ type, action_id: 'x', ...more })

describe('an element’s value', () => {
  test.each<[ElementShape, readonly string[], string | readonly string[]]>([
    [element('static_select', { options }), ['b'], 'b'],
    [element('static_select', { option_groups: [{ options }] }), ['b'], 'b'],
    [element('radio_buttons', { options }), ['a'], 'a'],
    [element('multi_static_select', { options }), ['a', 'b'], ['a', 'b']],
    [element('checkboxes', { options }), ['b'], ['b']],
    [element('users_select'), ['U1'], 'U1'],
    [element('multi_users_select'), ['U1', 'U2'], ['U1', 'U2']],
    [element('channels_select'), ['C1'], 'C1'],
    [element('multi_channels_select'), ['C1'], ['C1']],
    [element('conversations_select'), ['C1'], 'C1'],
    [element('multi_conversations_select'), ['C1'], ['C1']],
  ])('of $type is what was picked', (shape, picked, plain) => {
    const state = pickedState(shape, picked)
    expect(pickedValues(state)).toEqual(picked)
    expect(plainValue(state)).toEqual(plain)
    expect(Object.keys(state)).toEqual(Object.keys(initialState(shape)))
    expect(pickedValues(pickedState(shape, []))).toEqual([])
  })

  test.each<[ElementShape, unknown]>([
    [element('plain_text_input', { initial_value: 'hello' }), 'hello'],
    [element('plain_text_input'), null],
    [element('datepicker', { initial_date: '2026-03-01' }), '2026-03-01'],
    [element('timepicker', { initial_time: '14:30' }), '14:30'],
    [element('datetimepicker', { initial_date_time: 1_700_000_000 }), 1_700_000_000],
    [element('static_select', { options, initial_option: option('a') }), 'a'],
    [element('checkboxes', { options, initial_options: options }), ['a', 'b']],
    [element('users_select', { initial_user: 'U1' }), 'U1'],
  ])('of $type starts as the view says', (shape, plain) => {
    expect(plainValue(initialState(shape))).toEqual(plain)
  })
})
