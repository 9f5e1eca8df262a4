import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { usePopup } from './popup.tsx'
import { type Naming, namingProps } from './surface.tsx'

export interface Pick {
  readonly value: string
  readonly label: string
  readonly detail?: string | undefined
  readonly group?: string | undefined
}

interface PickerProps {
  readonly picks: readonly Pick[]
  readonly picked: readonly string[]
  readonly onPick: (values: readonly string[]) => void
  readonly naming: Naming
  readonly placeholder: string
  readonly isMultiple?: boolean
  readonly isBusy?: boolean
  /** How many may be picked at most. */
  readonly limit?: number | undefined
  /** What was picked, where the picks at hand may not include it. */
  readonly chosen?: readonly Pick[] | undefined
  /** Told what is typed, and of the opening; the picks are then searched already. */
  readonly onSearch?: ((typed: string) => void) | undefined
  /** What stands in place of the picks while there are none. */
  readonly emptyText?: string | undefined
}

/** A list to choose from that can be searched by typing. */
export function Picker(props: PickerProps) {
  const {
    picks,
    picked,
    onPick,
    naming,
    placeholder,
    isMultiple = false,
    isBusy = false,
    limit,
    onSearch,
    emptyText = 'No match',
  } = props
  const [typed, setTyped] = useState<string | null>(null)
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const box = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const listId = useId()
  const close = () => {
    setOpen(false)
    setTyped(null)
  }
  usePopup(box, list, { isOpen, onClose: close })

  const known = [...picks, ...(props.chosen ?? [])]
  const chosen = picked.map(value => known.find(pick => pick.value === value) ?? { value, label: value })
  const shown = onSearch ? picks : findPicks(picks, typed ?? '')
  const open = () => {
    if (isOpen || isBusy) return
    setActive(Math.max(0, isMultiple ? 0 : picks.findIndex(pick => pick.value === picked[0])))
    setOpen(true)
    onSearch?.('')
  }
  const toggle = (value: string) => {
    if (!isMultiple) {
      close()
      onPick([value])
      return
    }
    setTyped(null)
    if (picked.includes(value)) onPick(picked.filter(each => each !== value))
    else if (limit === undefined || picked.length < limit) onPick([...picked, value])
  }
  const move = (to: number) => {
    setActive(to)
    document.getElementById(`${listId}-${to}`)?.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const current = shown[active]
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!isOpen) open()
      else move((active + (event.key === 'ArrowDown' ? 1 : -1) + shown.length) % Math.max(1, shown.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (isOpen && current) toggle(current.value)
      else open()
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault()
      event.stopPropagation()
      close()
    } else if (event.key === 'Backspace' && !typed && isMultiple) {
      onPick(picked.slice(0, -1))
    }
  }
  const singleLabel = isMultiple ? '' : (chosen[0]?.label ?? '')
  return (
    <div ref={box} className="picker" data-invalid={naming.isInvalid || undefined}>
      {isMultiple &&
        chosen.map(pick => (
          <span key={pick.value} className="chip">
            {pick.label}
            <button type="button" aria-label={`Remove ${pick.label}`} onClick={() => toggle(pick.value)}>
              ✕
            </button>
          </span>
        ))}
      <input
        {...namingProps(naming)}
        type="text"
        role="combobox"
        autoComplete="off"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-activedescendant={isOpen && shown[active] ? `${listId}-${active}` : undefined}
        aria-busy={isBusy || undefined}
        value={typed ?? singleLabel}
        placeholder={isMultiple && chosen.length > 0 ? '' : placeholder}
        onClick={open}
        onFocus={event => event.currentTarget.select()}
        onChange={event => {
          setTyped(event.currentTarget.value)
          setActive(0)
          setOpen(true)
          onSearch?.(event.currentTarget.value)
        }}
        onKeyDown={onKeyDown}
        onBlur={event => {
          if (!box.current?.contains(event.relatedTarget)) close()
        }}
      />
      {!isMultiple && chosen.length > 0 && !naming.isRequired && (
        <button type="button" className="picker-clear" aria-label="Clear" onClick={() => onPick([])}>
          ✕
        </button>
      )}
      <span className="picker-arrow" aria-hidden="true" />
      {isOpen && (
        <div
          ref={list}
          id={listId}
          popover="manual"
          role="listbox"
          aria-label={naming.label ?? placeholder}
          aria-multiselectable={isMultiple || undefined}
          className="popup"
        >
          {shown.map((pick, index) => (
            <div key={pick.value} role="presentation">
              {pick.group && pick.group !== shown[index - 1]?.group && <div className="popup-group">{pick.group}</div>}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above it has the focus and its keys */}
              <div
                id={`${listId}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={picked.includes(pick.value)}
                className={index === active ? 'popup-item active' : 'popup-item'}
                onPointerDown={event => event.preventDefault()}
                onPointerMove={() => setActive(index)}
                onClick={() => toggle(pick.value)}
              >
                <span>{pick.label}</span>
                {pick.detail && <small>{pick.detail}</small>}
              </div>
            </div>
          ))}
          {shown.length === 0 && (
            <div className="popup-empty" role="option" aria-selected="false" aria-disabled="true" tabIndex={-1}>
              {emptyText}
            </div>
          )}
        </div>
      )}
    </div>
  )
}

function findPicks(picks: readonly Pick[], typed: string): readonly Pick[] {
  const words = typed.trim().toLowerCase().replace(/^[@#]/, '')
  if (!words) return picks
  return picks.filter(pick => [pick.label, pick.detail ?? ''].some(text => text.toLowerCase().includes(words)))
}
