import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'

/** Puts a popover beside its anchor for as long as it is open, inside the window and above everything else. */
export function usePopup(
  anchor: RefObject<HTMLElement | null>,
  popup: RefObject<HTMLElement | null>,
  { isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void },
): void {
  useLayoutEffect(() => {
    const element = popup.current
    if (!isOpen || !element) return
    element.showPopover()
    const place = () => {
      if (anchor.current) placeBeside(anchor.current, element)
    }
    place()
    window.addEventListener('resize', place)
    window.addEventListener('scroll', place, true)
    return () => {
      window.removeEventListener('resize', place)
      window.removeEventListener('scroll', place, true)
    }
  })
  useEffect(() => {
    if (!isOpen) return
    const leave = (event: PointerEvent) => {
      const target = event.target
      if (!(target instanceof Node)) return
      if (!popup.current?.contains(target) && !anchor.current?.contains(target)) onClose()
    }
    window.addEventListener('pointerdown', leave)
    return () => window.removeEventListener('pointerdown', leave)
  })
}

function placeBeside(anchor: HTMLElement, popup: HTMLElement): void {
  const gap = 4
  const box = anchor.getBoundingClientRect()
  popup.style.minWidth = `${Math.min(box.width, window.innerWidth - 2 * gap)}px`
  const below = window.innerHeight - box.bottom - 2 * gap
  const above = box.top - 2 * gap
  const goesBelow = below >= Math.min(popup.scrollHeight, 320) || below >= above
  popup.style.maxHeight = `${Math.min(360, goesBelow ? below : above)}px`
  const { width, height } = popup.getBoundingClientRect()
  popup.style.left = `${Math.max(gap, Math.min(box.left, window.innerWidth - width - gap))}px`
  popup.style.top = `${goesBelow ? box.bottom + gap : box.top - gap - height}px`
}

export interface MenuItem {
  readonly key: string
  readonly label: ReactNode
  readonly detail?: string | undefined
  readonly isDanger?: boolean
  readonly run: () => void
}

interface MenuProps {
  readonly label: string
  readonly items: readonly MenuItem[]
  readonly children: ReactNode
  readonly className?: string
  readonly isDisabled?: boolean
}

/** A button that opens a menu of things to do. */
export function Menu({ label, items, children, className = 'icon-button', isDisabled = false }: MenuProps) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const close = () => setOpen(false)
  usePopup(button, list, { isOpen, onClose: close })
  useEffect(() => {
    if (isOpen) list.current?.querySelector('button')?.focus()
  }, [isOpen])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab') close()
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      close()
      button.current?.focus()
    }
    moveFocus(event)
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        disabled={isDisabled}
        onClick={() => setOpen(!isOpen)}
      >
        {children}
      </button>
      {isOpen && (
        <div ref={list} id={id} popover="manual" role="menu" aria-label={label} className="popup" onKeyDown={onKeyDown}>
          {items.map(item => (
            <button
              key={item.key}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className={item.isDanger ? 'popup-item danger' : 'popup-item'}
              onClick={() => {
                close()
                button.current?.focus()
                item.run()
              }}
            >
              <span>{item.label}</span>
              {item.detail && <small>{item.detail}</small>}
            </button>
          ))}
        </div>
      )}
    </>
  )
}

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

function moveFocus(event: KeyboardEvent): void {
  const step = steps[event.key]
  if (!step) return
  event.preventDefault()
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')]
  const at = document.activeElement instanceof HTMLElement ? items.indexOf(document.activeElement) : -1
  items[step(at, items.length)]?.focus()
}
