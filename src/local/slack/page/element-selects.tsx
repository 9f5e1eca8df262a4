import type {
  ChannelsSelect,
  ConversationsSelect,
  MultiChannelsSelect,
  MultiConversationsSelect,
  MultiStaticSelect,
  MultiUsersSelect,
  StaticSelect,
  UsersSelect,
} from '@slack/types'
import { canSee, displayName, titleOf } from './conversations.ts'
import { pickedState, pickedValues } from './element-state.ts'
import { emojiGlyph } from './emoji.ts'
import type { Channel } from './model.ts'
import { parsePlain } from './mrkdwn.ts'
import { type Pick, Picker } from './picker.tsx'
import { type ElementProps, useField } from './surface.tsx'
import { useWorkspace, type Workspace } from './workspace.tsx'

export function StaticSelectElement(props: ElementProps<StaticSelect | MultiStaticSelect>) {
  const { element } = props
  const groups = element.option_groups?.flatMap(group => group.options.map(option => toPick(option, group.label.text)))
  return <Select {...props} picks={groups ?? element.options?.map(option => toPick(option)) ?? []} />
}

type Directory =
  | UsersSelect
  | MultiUsersSelect
  | ChannelsSelect
  | MultiChannelsSelect
  | ConversationsSelect
  | MultiConversationsSelect

/** Selects whose choices are the workspace's own people and conversations. */
export function DirectorySelect(props: ElementProps<Directory>) {
  return <Select {...props} picks={directoryPicks(props.element, useWorkspace())} />
}

type AnySelect = StaticSelect | MultiStaticSelect | Directory

function Select(props: ElementProps<AnySelect> & { readonly picks: readonly Pick[] }) {
  const { element, blockId, naming, dispatches, picks } = props
  const { state, change, isBusy } = useField(blockId, element, dispatches)
  const isMultiple = element.type.startsWith('multi_')
  const placeholder = element.placeholder?.text ?? (isMultiple ? 'Choose any' : 'Choose one')
  const hasName = naming.id || naming.labelledBy || naming.label
  return (
    <Picker
      picks={picks}
      picked={pickedValues(state)}
      onPick={values => void change(pickedState(element, values))}
      naming={hasName ? naming : { ...naming, label: placeholder }}
      placeholder={placeholder}
      isMultiple={isMultiple}
      isBusy={isBusy}
      limit={'max_selected_items' in element ? element.max_selected_items : undefined}
    />
  )
}

/** The parts of an option that are shown. */
interface ShownOption {
  readonly text: { readonly text: string }
  readonly value?: string
  readonly description?: { readonly text: string }
}

export function toPick(option: ShownOption, group?: string): Pick {
  return {
    value: option.value ?? '',
    label: plainLabel(option.text.text),
    detail: option.description ? plainLabel(option.description.text) : undefined,
    group,
  }
}

/** A text field cannot hold elements, so that shortcodes become glyphs in its text. */
function plainLabel(text: string): string {
  return parsePlain(text)
    .map(run => (run.type === 'emoji' ? (emojiGlyph(run.name) ?? `:${run.name}:`) : 'text' in run ? run.text : ''))
    .join('')
}

function directoryPicks(element: Directory, { state, me }: Workspace): Pick[] {
  const { type } = element
  const people = state.users
    .filter(user => !user.deleted && !(user.is_bot || user.id === 'USLACKBOT'))
    .map(user => ({ value: user.id, label: displayName(user), detail: user.profile?.title || `@${user.name}` }))
  if (type.includes('users')) return people
  const isOffered = type.includes('channels') ? (channel: Channel) => kindOf(channel) === 'public' : filterOf(element)
  return state.channels
    .filter(channel => !channel.is_archived && canSee(channel, me.id) && isOffered(channel))
    .map(channel => ({
      value: channel.id,
      label: channel.is_im ? titleOf(channel, state.app) : `#${titleOf(channel, state.app)}`,
    }))
}

/** What a select of conversations lets through (docs.slack.dev/reference/block-kit/composition-objects/conversation-filter-object). */
function filterOf(element: Directory): (channel: Channel) => boolean {
  const filter = 'filter' in element ? element.filter : undefined
  const kinds: readonly string[] = filter?.include ?? ['public', 'private', 'mpim', 'im']
  return channel => kinds.includes(kindOf(channel))
}

function kindOf(channel: Channel): string {
  if (channel.is_mpim) return 'mpim'
  if (channel.is_im) return 'im'
  return channel.is_private ? 'private' : 'public'
}
