import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { emojiGlyph } from './emoji.ts'
import { type EmojiCategory, type KnownEmoji, searchEmoji, useEmojiBook } from './emoji-all.ts'
import { usePopup } from './popup.tsx'

interface EmojiPickerProps {
  readonly label: string
  readonly children: ReactNode
  readonly className?: string
  readonly onPick: (emoji: { readonly name: string; readonly glyph: string }) => void
}

/** What responders react with most; it heads the list, and stands alone until the rest is loaded. */
const frequent = [
  'eyes',
  'white_check_mark',
  'pushpin',
  'raised_hands',
  '+1',
  'fire',
  'rotating_light',
  'mag_right',
  'repeat',
  'scales',
  'tada',
  'pray',
  'x',
  'heart',
].map(name => ({ name, glyph: emojiGlyph(name) ?? '', words: name }))

/** A button that opens all emoji, by category and to be searched. */
export function EmojiPicker({ label, children, className = 'icon-button', onPick }: EmojiPickerProps) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const close = () => setOpen(false)
  usePopup(button, box, { isOpen, onClose: close })
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {children}
      </button>
      {isOpen && (
        <div
          ref={box}
          popover="manual"
          role="dialog"
          aria-label="Emoji"
          className="popup emoji-picker"
          onKeyDown={event => {
            if (event.key !== 'Escape') return
            event.preventDefault()
            event.stopPropagation()
            close()
            button.current?.focus()
          }}
        >
          <EmojiGrid
            onPick={emoji => {
              close()
              button.current?.focus()
              onPick(emoji)
            }}
          />
        </div>
      )}
    </>
  )
}

function EmojiGrid({ onPick }: { readonly onPick: (emoji: KnownEmoji) => void }) {
  const [typed, setTyped] = useState('')
  const book = useEmojiBook({ isWanted: true })
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const status = useId()
  useEffect(() => field.current?.focus(), [])
  const sections = sectionsFor(typed, book)
  const count = sections.reduce((sum, section) => sum + section.emoji.length, 0)
  const onKeyDown = (event: KeyboardEvent) => {
    const first = sections[0]?.emoji[0]
    if (event.key === 'Enter' && event.target === field.current) {
      event.preventDefault()
      if (first) onPick(first)
    }
    moveAmong(event, list.current, field.current)
  }
  return (
    <search onKeyDown={onKeyDown}>
      <input
        ref={field}
        className="text-input"
        type="search"
        aria-label="Search emoji"
        aria-describedby={status}
        placeholder="Search emoji"
        value={typed}
        onChange={event => setTyped(event.currentTarget.value)}
      />
      <p id={status} className="visually-hidden" role="status">
        {typed && (count === 0 ? 'No emoji found' : `${count} emoji`)}
      </p>
      <div ref={list} className="emoji-sections">
        {sections.map(section => (
          <section key={section.name} aria-label={section.name}>
            <div className="popup-group">{section.name}</div>
            <div className="emoji-grid">
              {section.emoji.map(emoji => (
                <button
                  key={emoji.name}
                  type="button"
                  tabIndex={-1}
                  aria-label={emoji.name.replaceAll('_', ' ')}
                  title={`:${emoji.name}:`}
                  onClick={() => onPick(emoji)}
                >
                  {emoji.glyph}
                </button>
              ))}
            </div>
          </section>
        ))}
        {count === 0 && <p className="popup-empty">No emoji is called “{typed}”.</p>}
      </div>
    </search>
  )
}

function sectionsFor(typed: string, book: ReturnType<typeof useEmojiBook>): readonly EmojiCategory[] {
  const first = { name: 'Often used', emoji: frequent }
  if (!typed.trim()) return [first, ...(book?.categories ?? [])]
  const found = book
    ? searchEmoji(book, typed).slice(0, 90)
    : frequent.filter(each => each.name.includes(typed.toLowerCase()))
  return found.length > 0 ? [{ name: 'Found', emoji: found }] : []
}

/** The arrows move over the grid as it is drawn, whatever number of columns it has. */
function moveAmong(event: KeyboardEvent, list: HTMLElement | null, field: HTMLElement | null): void {
  const isInField = event.target === field
  const known = ['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight']
  if (!list || !known.includes(event.key) || (isInField && event.key !== 'ArrowDown')) return
  event.preventDefault()
  const all = [...list.querySelectorAll<HTMLElement>('button')]
  const at = document.activeElement instanceof HTMLElement ? all.indexOf(document.activeElement) : -1
  const next = isInField ? all[0] : neighbour(all, at, event.key)
  if (next) next.focus()
  else if (event.key === 'ArrowUp') field?.focus()
}

function neighbour(all: readonly HTMLElement[], at: number, key: string): HTMLElement | undefined {
  if (key === 'ArrowRight') return all[at + 1]
  if (key === 'ArrowLeft') return all[at - 1]
  const here = all[at]?.getBoundingClientRect()
  if (!here) return undefined
  const isOver = (element: HTMLElement) => Math.abs(element.getBoundingClientRect().left - here.left) < 2
  const others = key === 'ArrowDown' ? all.slice(at + 1) : all.slice(0, at).reverse()
  return others.find(isOver)
}
