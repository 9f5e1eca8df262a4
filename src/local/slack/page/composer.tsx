import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { type Completion, complete } from './completion.ts'
import { titleOf } from './conversations.ts'
import { FirstVisitHint } from './first-visit-hint.tsx'
import type { Channel } from './model.ts'
import { Menu } from './popup.tsx'
import { useStored } from './use-stored.ts'
import { useWorkspace } from './workspace.tsx'

interface ComposerProps {
  readonly channel: Channel
  readonly threadTs?: string
}

/** Where messages and slash commands are written, with completion of commands, people, channels and emoji. */
export function Composer({ channel, threadTs }: ComposerProps) {
  const { state, act, notify } = useWorkspace()
  const [text, setText] = useStored(`draft.${threadTs ?? channel.id}`, '')
  const [isHintDone, setHintDone] = useStored('hint-done', false)
  const [completion, setCompletion] = useState<Completion | null>(null)
  const [active, setActive] = useState(0)
  const field = useRef<HTMLTextAreaElement>(null)
  const listId = useId()
  const title = titleOf(channel, state.app)
  const name = threadTs ? 'Reply' : `Message ${channel.is_im ? title : `#${title}`}`

  const type = (next: string, caret: number) => {
    setText(next)
    setCompletion(complete(next, caret, state))
    setActive(0)
  }
  const accept = (index: number) => {
    const chosen = completion?.suggestions[index]
    if (!completion || !chosen) return
    const end = completion.from + completion.word.length
    const before = text.slice(0, completion.from) + chosen.insert
    setText(before + text.slice(end).replace(/^ /, ''))
    setCompletion(null)
    field.current?.focus()
    requestAnimationFrame(() => field.current?.setSelectionRange(before.length, before.length))
  }
  const submit = async () => {
    const written = text.trim()
    if (!written) return
    const command = /^(\/\S+)\s*([\s\S]*)$/.exec(written)
    const refusal = command && refusalOf(command[1] ?? '', threadTs, state.app.commands)
    if (refusal) return notify(refusal)
    setText('')
    setCompletion(null)
    if (command) setHintDone(true)
    const place = { channel: channel.id }
    const answer = command
      ? await act('command', { ...place, command: command[1], text: command[2] })
      : await act('message', {
          ...place,
          text: written,
          ...(threadTs ? { thread_ts: threadTs } : {}),
        })
    if (!answer.ok) setText(was => was || written)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const isWhole = completion?.suggestions.some(each => each.insert.trimEnd() === text.trim()) ?? false
    if (completion && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault()
      const count = completion.suggestions.length
      setActive((active + (event.key === 'ArrowDown' ? 1 : -1) + count) % count)
    } else if (completion && event.key === 'Escape') {
      event.preventDefault()
      setCompletion(null)
    } else if (completion && (event.key === 'Tab' || (event.key === 'Enter' && !isWhole))) {
      event.preventDefault()
      accept(active)
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      void submit()
    }
  }
  return (
    <div className="composer">
      {!threadTs && !isHintDone && text === '' && <FirstVisitHint onDismiss={() => setHintDone(true)} />}
      {completion && (
        <div id={listId} role="listbox" aria-label="Suggestions" className="suggestions">
          {completion.suggestions.map((suggestion, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the text field above has the focus and its keys
            <div
              key={suggestion.label}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className={index === active ? 'popup-item active' : 'popup-item'}
              onPointerDown={event => event.preventDefault()}
              onClick={() => accept(index)}
            >
              <span>{suggestion.label}</span>
              {suggestion.detail && <small>{suggestion.detail}</small>}
            </div>
          ))}
        </div>
      )}
      <form
        className="composer-box"
        onSubmit={event => {
          event.preventDefault()
          void submit()
        }}
      >
        {!threadTs && <Shortcuts />}
        <textarea
          ref={field}
          rows={1}
          value={text}
          placeholder={name}
          aria-label={name}
          aria-autocomplete="list"
          aria-controls={completion ? listId : undefined}
          aria-activedescendant={completion ? `${listId}-${active}` : undefined}
          onChange={event => type(event.currentTarget.value, event.currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
          onBlur={() => setCompletion(null)}
        />
        <button type="submit" className="send" aria-label="Send" disabled={!text.trim()}>
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d="M3 3l15 7-15 7 3-7zM6 10h6" />
          </svg>
        </button>
      </form>
    </div>
  )
}

/** The shortcuts an app offers everywhere. */
function Shortcuts() {
  const { state, act } = useWorkspace()
  const items = state.app.shortcuts
    .filter(shortcut => shortcut.type === 'global')
    .map(shortcut => ({
      key: shortcut.callback_id,
      label: shortcut.name,
      detail: state.app.name,
      run: () => void act('shortcut', { callback_id: shortcut.callback_id }),
    }))
  if (items.length === 0) return null
  return (
    <Menu label="Shortcuts" items={items}>
      <span aria-hidden="true">⚡</span>
    </Menu>
  )
}

function refusalOf(
  command: string,
  threadTs: string | undefined,
  known: readonly { readonly command: string }[],
): string | null {
  if (!known.some(each => each.command === command)) return `${command} is not a command here.`
  return threadTs ? `${command} cannot be used in a thread.` : null
}
