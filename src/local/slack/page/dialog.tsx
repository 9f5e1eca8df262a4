import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useKeptFocus } from './use-kept-focus.ts'

export interface DialogProps {
  readonly title: string
  readonly children: ReactNode
  readonly footer?: ReactNode
  readonly onClose: () => void
  /** What the cross does where it means more than one step back. */
  readonly onCloseAll?: (() => void) | undefined
  readonly onSubmit?: (() => void) | undefined
  readonly isBusy?: boolean
  readonly size?: 'small' | 'medium' | 'large'
  readonly role?: 'dialog' | 'alertdialog'
}

/** A modal dialog: the browser keeps the focus in it and what is behind it out of reach. */
export function Dialog(props: DialogProps) {
  const { title, children, footer, onClose, onCloseAll, onSubmit, size = 'medium', role = 'dialog', isBusy } = props
  const dialog = useRef<HTMLDialogElement>(null)
  const body = useKeptFocus<HTMLDivElement>()
  const titleId = useId()
  useEffect(() => {
    const element = dialog.current
    if (!element) return
    const before = document.activeElement
    element.showModal()
    focusFirstField(element)
    return () => {
      element.close()
      // What opened it may be gone by now: then the conversation is where to go on, not the top of the page.
      const next = before instanceof HTMLElement && before.isConnected ? before : document.getElementById('main')
      next?.focus({ preventScroll: true })
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      role={role}
      className={`dialog dialog-${size}`}
      aria-labelledby={titleId}
      onCancel={event => {
        event.preventDefault()
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <form
        className="dialog-form"
        noValidate
        aria-busy={isBusy || undefined}
        onKeyDown={event => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          onSubmit?.()
        }}
        onSubmit={event => {
          event.preventDefault()
          event.stopPropagation()
          onSubmit?.()
        }}
      >
        <header className="dialog-header">
          {onCloseAll && (
            <button type="button" className="icon-button" aria-label="Back" onClick={onClose}>
              ←
            </button>
          )}
          <h2 id={titleId}>{title}</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={onCloseAll ?? onClose}>
            ✕
          </button>
        </header>
        <div ref={body} className="dialog-body" tabIndex={-1}>
          {children}
        </div>
        {footer && <footer className="dialog-footer">{footer}</footer>}
      </form>
    </dialog>
  )
}

function focusFirstField(dialog: HTMLDialogElement): void {
  const body = '.dialog-body :is(input, textarea, select, button):not([disabled])'
  const wanted = dialog.querySelector<HTMLElement>('[data-focus-on-load]')
  const first = wanted ?? dialog.querySelector<HTMLElement>(`${body}, .dialog-footer button`)
  first?.focus()
}
