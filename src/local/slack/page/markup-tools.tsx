import type { KeyboardEvent, RefObject } from 'react'
import { putText } from './put-text.ts'

interface Mark {
  readonly name: string
  readonly shown: string
  readonly before: string
  readonly after: string
  /** Pressed with Ctrl or ⌘. */
  readonly key?: string
  /** Whether it stands at the start of each line rather than around the text. */
  readonly isForLines?: boolean
}

const marks: readonly Mark[] = [
  { name: 'Bold', shown: 'B', before: '*', after: '*', key: 'b' },
  { name: 'Italic', shown: 'I', before: '_', after: '_', key: 'i' },
  { name: 'Strikethrough', shown: 'S', before: '~', after: '~' },
  { name: 'Link', shown: '🔗', before: '[', after: '](https://)' },
  { name: 'Numbered list', shown: '①', before: '1. ', after: '', isForLines: true },
  { name: 'Bulleted list', shown: '•', before: '- ', after: '', isForLines: true },
  { name: 'Quote', shown: '❝', before: '> ', after: '', isForLines: true },
  { name: 'Code', shown: '</>', before: '`', after: '`', key: 'e' },
  { name: 'Code block', shown: '{ }', before: '```\n', after: '\n```' },
]

interface MarkupToolsProps {
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly onChange: (text: string) => void
  /** Links are typed by their address alone where the surroundings know no `[text](address)`. */
  readonly hasLinks?: boolean
}

/** Buttons that put markup around the selected text of a field. */
export function MarkupTools({ field, onChange, hasLinks = true }: MarkupToolsProps) {
  return (
    <div className="markup-tools" role="toolbar" aria-label="Formatting" onKeyDown={moveAlong}>
      {marks
        .filter(mark => hasLinks || mark.name !== 'Link')
        .map((mark, index) => (
          <button
            key={mark.name}
            type="button"
            className={`icon-button mark-${mark.name.toLowerCase().replaceAll(' ', '-')}`}
            aria-label={mark.name}
            title={mark.key ? `${mark.name} (Ctrl+${mark.key.toUpperCase()})` : mark.name}
            tabIndex={index === 0 ? 0 : -1}
            onPointerDown={event => event.preventDefault()}
            onClick={() => {
              if (field.current) putMark(field.current, mark, onChange)
            }}
          >
            <span aria-hidden="true">{mark.shown}</span>
          </button>
        ))}
    </div>
  )
}

/** One stop for the Tab key, the arrows within. */
function moveAlong(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (!step) return
  event.preventDefault()
  const all = [...event.currentTarget.querySelectorAll('button')]
  const at = event.target instanceof HTMLButtonElement ? all.indexOf(event.target) : -1
  all[(at + step + all.length) % all.length]?.focus()
}

/** Does what Ctrl+B and the like ask for; false when the key means nothing here. */
export function markByKey(event: KeyboardEvent<HTMLTextAreaElement>, onChange: (text: string) => void): boolean {
  const mark = event.ctrlKey || event.metaKey ? marks.find(each => each.key === event.key.toLowerCase()) : undefined
  if (!mark) return false
  event.preventDefault()
  putMark(event.currentTarget, mark, onChange)
  return true
}

function putMark(field: HTMLTextAreaElement, mark: Mark, onChange: (text: string) => void): void {
  const { selectionStart: from, selectionEnd: to, value } = field
  const selected = value.slice(from, to)
  const start = mark.isForLines ? value.lastIndexOf('\n', from - 1) + 1 : from
  const marked = mark.isForLines
    ? value
        .slice(start, to)
        .split('\n')
        .map((line, at) => (mark.before === '1. ' ? `${at + 1}. ${line}` : mark.before + line))
        .join('\n')
    : mark.before + selected + mark.after
  const next = value.slice(0, start) + marked + value.slice(to)
  const caret = start + marked.length - (selected ? 0 : mark.after.length)
  putText(field, () => onChange(next), caret)
}
