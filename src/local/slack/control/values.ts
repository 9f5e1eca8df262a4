import { allOptions, type Element } from '../blocks/elements.ts'
import { type Option, option } from '../blocks/objects.ts'
import { conversationAmong } from '../direct-messages.ts'
import type { ElementState } from '../entities.ts'
import { ControlError } from '../errors.ts'
import { renderFile } from '../files.ts'
import { isRecord, isString } from '../json.ts'
import { typedRichText } from '../typed-rich-text.ts'
import type { World } from '../world.ts'
import { findChannel, findUser } from './find.ts'

/** Who fills something in, by id: a conversation with somebody is theirs. */
export interface Chooser {
  readonly world: World
  readonly user: string
}

/**
 * The state of an element after a person gave it a plain value: a text, the value or the label of an option, a name, a
 * date. Slack's own state object is taken as it is.
 */
export function stateFrom({ world, user }: Chooser, element: Element, value: unknown): ElementState {
  const { type } = element
  if (isRecord(value) && isString(value.type)) {
    if (value.type !== type) throw refuse(element, `takes a state of type ${type}`)
    return { ...value, type }
  }
  switch (type) {
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
      return { type, selected_option: value === null ? null : pick(element, element, value) }
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: pickMany(element, element, value) }
    case 'external_select':
      return { type, selected_option: value === null ? null : freeOption(value) }
    case 'multi_external_select':
      return { type, selected_options: list(value).map(freeOption) }
    case 'users_select':
      return { type, selected_user: value === null ? null : findUser(world, text(element, value)).id }
    case 'multi_users_select':
      return { type, selected_users: list(value).map(v => findUser(world, text(element, v)).id) }
    case 'channels_select':
      return { type, selected_channel: value === null ? null : findChannel(world, text(element, value)).id }
    case 'multi_channels_select':
      return { type, selected_channels: list(value).map(v => findChannel(world, text(element, v)).id) }
    case 'conversations_select':
      return {
        type,
        selected_conversation: value === null ? null : conversation({ world, user }, text(element, value)),
      }
    case 'multi_conversations_select':
      return { type, selected_conversations: list(value).map(v => conversation({ world, user }, text(element, v))) }
    case 'datepicker':
      return { type, selected_date: value === null ? null : shaped(element, value, /^\d{4}-\d\d-\d\d$/) }
    case 'timepicker':
      return { type, selected_time: value === null ? null : shaped(element, value, /^\d\d:\d\d$/) }
    case 'datetimepicker':
      return { type, selected_date_time: value === null ? null : unixTime(element, value) }
    case 'rich_text_input':
      return value === null ? { type } : { type, rich_text_value: typedRichText(world, text(element, value)).blocks[0] }
    case 'file_input':
      return files({ world, user }, element, value)
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type, value: value === null ? null : text(element, value) }
    case 'button':
    case 'icon_button':
    case 'feedback_buttons':
      throw refuse(element, 'is a button and holds no value')
  }
}

type WithOptions = Parameters<typeof allOptions>[0]

function pick(element: Element, from: WithOptions, value: unknown): Option {
  const wanted = isRecord(value) ? value.value : value
  const found = allOptions(from).find(o => o.value === wanted || o.text.text === wanted)
  if (found) return found
  const known = allOptions(from).map(o => o.value)
  throw refuse(element, `has no option "${String(wanted)}"; it has ${known.join(', ')}`)
}

function pickMany(element: Element, from: WithOptions, value: unknown): readonly Option[] {
  if (typeof value !== 'boolean') return list(value).map(v => pick(element, from, v))
  const options = allOptions(from)
  if (options.length !== 1) throw refuse(element, 'has several options: send the chosen ones as an array')
  return value ? options : []
}

/** An option that the app offered, or any text as one. */
function freeOption(value: unknown): Option {
  const offered = option.safeParse(value)
  if (offered.success) return offered.data
  return { text: { type: 'plain_text', text: String(value) }, value: String(value) }
}

function list(value: unknown): readonly unknown[] {
  if (value === null || value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

function text(element: Element, value: unknown): string {
  if (isString(value) || typeof value === 'number') return String(value)
  throw refuse(element, 'takes a text')
}

function shaped(element: Element, value: unknown, pattern: RegExp): string {
  if (isString(value) && pattern.test(value)) return value
  throw refuse(element, `does not take ${JSON.stringify(value)}`)
}

/** Unix seconds from a number, its digits, or a date in ISO 8601. */
function unixTime(element: Element, value: unknown): number {
  const seconds = isString(value) && !/^\d+$/.test(value) ? Date.parse(value) / 1000 : Number(value)
  if (Number.isInteger(seconds)) return seconds
  throw refuse(element, 'takes Unix seconds or a date in ISO 8601')
}

/** A person stands for the direct message that the chooser has with them. */
function conversation({ world, user }: Chooser, given: string): string {
  if (!given.startsWith('@') && !world.users.has(given)) return findChannel(world, given).id
  return conversationAmong(world, [user, findUser(world, given).id]).id
}

function files(
  { world, user }: Chooser,
  element: Element & { readonly type: 'file_input' },
  value: unknown,
): ElementState {
  const given = list(value).map(id => {
    const file = world.files.get(isRecord(id) ? String(id.id) : String(id))
    const isReady = file?.status === 'uploaded' || file?.status === 'complete'
    if (!file || !isReady || file.user !== user)
      throw refuse(element, `takes the ids that upload gave, not "${String(id)}"`)
    const extension = file.name.split('.').at(-1)?.toLowerCase() ?? ''
    if (element.filetypes && !element.filetypes.includes(extension))
      throw refuse(element, `takes only files of type ${element.filetypes.join(', ')}`)
    return file
  })
  for (const file of given) world.files.put(file.id, { ...file, status: 'complete', isGivenToApp: true })
  return { type: element.type, files: given.map(file => renderFile(world, file)) }
}

function refuse(element: Element, problem: string): ControlError {
  return new ControlError(400, `The ${element.type} "${element.action_id}" ${problem}.`)
}
