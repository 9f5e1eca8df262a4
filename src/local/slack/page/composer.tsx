import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { type Completion, complete } from './completion.ts'
import { AttachButton, AttachedFiles, useAttachedFiles } from './composer-files.tsx'
import { Suggestions } from './composer-suggestions.tsx'
import { titleOf } from './conversations.ts'
import { startEditing } from './editing.ts'
import { useEmojiBook } from './emoji-all.ts'
import { EmojiPicker } from './emoji-picker.tsx'
import { FirstVisitHint } from './first-visit-hint.tsx'
import { MarkupTools, markByKey } from './markup-tools.tsx'
import type { Channel } from './model.ts'
import { putText } from './put-text.ts'
import { Shortcuts } from './shortcuts.tsx'
import { useStored } from './use-stored.ts'
import { useWorkspace } from './workspace.tsx'

interface ComposerProps {
  readonly channel: Channel
  readonly threadTs?: string
  /** The acting person's latest message here, which the up arrow edits. */
  readonly ownLatest?: string | undefined
}

/** Where messages and slash commands are written, with completion of commands, people, channels and emoji. */
export function Composer({ channel, threadTs, ownLatest }: ComposerProps) {
  const { state, me, act, notify } = useWorkspace()
  const draft = `draft.${me.id}.${threadTs ?? channel.id}`
  const [text, setText] = useStored(draft, '')
  const attached = useAttachedFiles(draft)
  const [isHintDone, setHintDone] = useStored('hint-done', false)
  const [hasTools, setTools] = useStored('formatting', false)
  const [isBroadcast, setBroadcast] = useState(false)
  const [isDropping, setDropping] = useState(false)
  const [completion, setCompletion] = useState<Completion | null>(null)
  const [active, setActive] = useState(0)
  const field = useRef<HTMLTextAreaElement>(null)
  const listId = useId()
  const book = useEmojiBook({ isWanted: /:\w\w/.test(text) })
  const title = titleOf(channel, state.app)
  const name = threadTs ? 'Reply' : `Message ${channel.is_im ? title : `#${title}`}`

  const type = (next: string, caret = next.length) => {
    setText(next)
    setCompletion(complete({ text: next, caret, state, me: me.id, book }))
    setActive(0)
  }
  const put = (next: string, caret: number) => {
    if (field.current) putText(field.current, () => setText(next), caret)
  }
  const putAtCaret = (inserted: string) => {
    const at = field.current?.selectionStart ?? text.length
    put(text.slice(0, at) + inserted + text.slice(at), at + inserted.length)
  }
  const accept = (index: number) => {
    const chosen = completion?.suggestions[index]
    if (!completion || !chosen) return
    const end = completion.from + completion.word.length
    const before = text.slice(0, completion.from) + chosen.insert
    setCompletion(null)
    put(before + text.slice(end).replace(/^ /, ''), before.length)
  }
  const submit = async () => {
    const written = text.trim()
    const { files } = attached
    if ((!written && files.length === 0) || attached.isUploading) return
    const command = files.length === 0 ? /^(\/\S+)\s*([\s\S]*)$/.exec(written) : null
    const refusal = command && refusalOf(command[1] ?? '', threadTs, state.app.commands)
    if (refusal) return notify(refusal)
    setText('')
    setCompletion(null)
    attached.setFiles([])
    if (command) setHintDone(true)
    const place = { channel: channel.id }
    const answer = command
      ? await act('command', { ...place, command: command[1], text: command[2] })
      : await act('message', {
          ...place,
          text: written,
          ...(files.length > 0 ? { files: files.map(file => file.id) } : {}),
          ...(threadTs ? { thread_ts: threadTs, broadcast: isBroadcast } : {}),
        })
    setBroadcast(false)
    if (answer.ok) return
    setText(was => was || written)
    attached.setFiles(was => (was.length > 0 ? was : files))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    const isWhole = completion?.suggestions.some(each => each.insert.trimEnd() === text.trim()) ?? false
    if (markByKey(event, setText)) return
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
    } else if (event.key === 'ArrowUp' && text === '' && ownLatest) {
      event.preventDefault()
      startEditing({ channel: channel.id, ts: ownLatest, isInThread: threadTs !== undefined })
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      void submit()
    }
  }
  const isEmpty = !text.trim() && attached.files.length === 0
  return (
    <div className="composer">
      {!threadTs && !isHintDone && text === '' && <FirstVisitHint onDismiss={() => setHintDone(true)} />}
      {completion && <Suggestions id={listId} completion={completion} active={active} onAccept={accept} />}
      <form
        className={isDropping ? 'composer-box dropping' : 'composer-box'}
        onSubmit={event => {
          event.preventDefault()
          void submit()
        }}
        onDragOver={event => {
          event.preventDefault()
          setDropping(true)
        }}
        onDragLeave={() => setDropping(false)}
        onDrop={event => {
          event.preventDefault()
          setDropping(false)
          void attached.add([...event.dataTransfer.files])
        }}
      >
        {hasTools && <MarkupTools field={field} onChange={next => setText(next)} hasLinks={false} />}
        <AttachedFiles
          files={attached.files}
          isUploading={attached.isUploading}
          onRemove={id => attached.setFiles(was => was.filter(file => file.id !== id))}
        />
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
          onPaste={event => {
            const files = [...event.clipboardData.files]
            if (files.length === 0) return
            event.preventDefault()
            void attached.add(files)
          }}
        />
        <div className="composer-tools">
          <AttachButton onChoose={files => void attached.add(files)} />
          {!threadTs && <Shortcuts />}
          <button
            type="button"
            className="icon-button"
            aria-label="Formatting"
            title="Formatting"
            aria-pressed={hasTools}
            onClick={() => setTools(!hasTools)}
          >
            <span aria-hidden="true">Aa</span>
          </button>
          <EmojiPicker label="Insert emoji" onPick={emoji => putAtCaret(`:${emoji.name}: `)}>
            <span aria-hidden="true">☺</span>
          </EmojiPicker>
          {threadTs && !channel.is_im && (
            <label className="broadcast">
              <input
                type="checkbox"
                checked={isBroadcast}
                onChange={event => setBroadcast(event.currentTarget.checked)}
              />
              Also send to #{title}
            </label>
          )}
          <button type="submit" className="send" aria-label="Send" disabled={isEmpty || attached.isUploading}>
            <svg viewBox="0 0 20 20" aria-hidden="true">
              <path d="M3 3l15 7-15 7 3-7zM6 10h6" />
            </svg>
          </button>
        </div>
      </form>
    </div>
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
