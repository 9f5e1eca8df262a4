import { describe, expect, it } from 'vitest'
import {
  actions,
  button,
  checkboxInput,
  confirm,
  context,
  fields,
  header,
  LIMITS,
  section,
  selectInput,
  textInput,
  userInput,
  words,
} from '../../src/slack/blocks.ts'
import { md } from '../../src/slack/mrkdwn.ts'

const long = '&'.repeat(50_000)

describe('a block', () => {
  it('shows what people typed verbatim, so that Slack makes no links of its own', () => {
    expect(section(md`see ${'http://evil.example and @channel'}`)).toEqual({
      type: 'section',
      text: { type: 'mrkdwn', text: 'see http://evil.example and @channel', verbatim: true },
    })
  })

  it('is cut to the size of its place, between escaped characters', () => {
    const { text } = section(md`${long}`)
    expect(text?.text.length).toBeLessThanOrEqual(LIMITS.section)
    expect(text?.text).toMatch(/^(&amp;)+…$/)
    const [field] = fields([md`${long}`]).fields ?? []
    expect(field?.text.length).toBeLessThanOrEqual(LIMITS.field)
    expect(header(long).text.text).toHaveLength(LIMITS.header)
  })

  it('takes as many elements as Slack allows', () => {
    const many = Array.from({ length: 40 }, (_, index) => md`${index}`)
    expect(fields(many).fields).toHaveLength(10)
    expect(context(...many).elements).toHaveLength(10)
    const buttons = Array.from({ length: 40 }, (_, index) => button('Go', `go_${index}`))
    expect(actions(buttons)[0]?.elements).toHaveLength(25)
  })

  it('of actions without a button is left out', () => {
    expect(actions([])).toEqual([])
  })

  it('of people’s own words keeps every character as it was typed', () => {
    const typed = '*not bold* <!channel> & `code`\n\tnext'
    expect(words('Impact', typed).elements[0]).toMatchObject({
      elements: [
        { text: 'Impact\n', style: { bold: true } },
        { type: 'text', text: typed },
      ],
    })
  })
})

describe('a button', () => {
  it('carries no value when there is none, and a cut one when it is too long', () => {
    expect(button('Go', 'go')).not.toHaveProperty('value')
    expect(button(long, 'go', { value: long })).toMatchObject({
      text: { text: expect.stringMatching(/^.{74}…$/) },
      value: expect.stringMatching(/^.{1999}…$/),
    })
  })

  it('asks first where it should', () => {
    expect(button('Go', 'go', { confirm: confirm('Sure?', long, 'Go on') })).toMatchObject({
      confirm: { title: { text: 'Sure?' }, text: { text: expect.stringMatching(/…$/) }, deny: { text: 'Not now' } },
    })
  })
})

describe('a field of a form', () => {
  it('has one name for its block and its element', () => {
    expect(textInput({ id: 'state', label: 'State' })).toMatchObject({
      block_id: 'state',
      element: { action_id: 'state' },
    })
    expect(userInput({ id: 'user', label: 'Person', initial: 'U0ANA' })).toMatchObject({
      block_id: 'user',
      element: { action_id: 'user', initial_user: 'U0ANA' },
    })
  })

  it('of text starts with no more than it may hold', () => {
    const { element } = textInput({ id: 'title', label: 'Title', max: 150, initial: long })
    expect(element).toMatchObject({ max_length: 150, initial_value: expect.stringMatching(/^.{149}…$/) })
    expect(textInput({ id: 'title', label: 'Title', max: 9_000 }).element).toMatchObject({ max_length: 3_000 })
  })

  it('of choices starts with one of them or with none', () => {
    const choices = Array.from({ length: 130 }, (_, index) => ({ value: `v${index}`, text: `Choice ${index}` }))
    const chosen = (initial: string) => selectInput({ id: 'x', label: 'X', choices, initial }).element
    expect(chosen('v3')).toMatchObject({ initial_option: { value: 'v3' } })
    expect(chosen('gone')).not.toHaveProperty('initial_option')
    expect(chosen('v3')).toMatchObject({ options: { length: 100 } })
  })

  it('to tick is ticked or not', () => {
    const field = (checked: boolean) =>
      checkboxInput({ id: 'x', label: 'X', choice: { value: 'yes', text: 'Yes' }, checked }).element
    expect(field(true)).toMatchObject({ initial_options: [{ value: 'yes' }] })
    expect(field(false)).not.toHaveProperty('initial_options')
  })
})
