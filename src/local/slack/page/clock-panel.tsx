import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Due } from './move-clock.ts'
import { usePopup } from './popup.tsx'
import { clockTime, formatSlackDate } from './slack-date.ts'
import { span } from './span.ts'
import { useRemote } from './use-remote.ts'
import { useStartOver } from './use-start-over.ts'
import { useWorkspace } from './workspace.tsx'

interface ClockPanelProps {
  readonly onAdvance: (minutes: number) => Promise<void>
  readonly onNextDue: () => Promise<void>
}

/** Everything about the clock: what time it is here and there, what comes next, and how to get there. */
export function ClockPanel(props: ClockPanelProps) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const popup = useRef<HTMLDivElement>(null)
  usePopup(button, popup, { isOpen, onClose: () => setOpen(false) })
  useEffect(() => {
    if (isOpen) popup.current?.querySelector('input')?.select()
  }, [isOpen])
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className="button top-button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        Custom…
      </button>
      {isOpen && (
        // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes it from wherever the focus is in it
        <div
          ref={popup}
          popover="manual"
          className="popup clock-panel"
          onKeyDown={event => {
            if (event.key === 'Escape') close()
          }}
        >
          <Panel {...props} onDone={close} />
        </div>
      )}
    </>
  )
}

function Panel({ onAdvance, onNextDue, onDone }: ClockPanelProps & { readonly onDone: () => void }) {
  const { state, me, now, timeZone } = useWorkspace()
  const answer = useRemote<{ readonly due: Due | null }>('next-due')
  const startOver = useStartOver()
  const at = now()
  const due = answer?.due
  const day = formatSlackDate(at / 1000, '{date_long_pretty}', { timeZone, now: at })
  return (
    <>
      <dl className="clock-facts">
        <dt>Workspace</dt>
        <dd>{clockTime(at, 'UTC')} UTC</dd>
        <dt>{me.name}</dt>
        <dd>
          {clockTime(at, timeZone)}, {day} ({timeZone})
        </dd>
        <dt>Moved on</dt>
        <dd>{state.offsetMinutes > 0 ? `by ${span(state.offsetMinutes)}` : 'not at all'}</dd>
        <dt>Next due</dt>
        <dd>
          {due
            ? `${due.label}, at ${clockTime(Date.parse(due.at), timeZone)}, in ${span((Date.parse(due.at) - at) / 60_000)}`
            : 'Nothing by itself'}
        </dd>
      </dl>
      <button
        type="button"
        className="button"
        disabled={!due}
        onClick={() => {
          onDone()
          void onNextDue()
        }}
      >
        Move to the next due
      </button>
      <Amount
        onMove={minutes => {
          onDone()
          void onAdvance(minutes)
        }}
      />
      <p className="quiet">Time only moves forward. What falls due on the way happens in its order.</p>
      <button
        type="button"
        className="link-button"
        onClick={() => {
          onDone()
          void startOver()
        }}
      >
        Start over with the right time…
      </button>
    </>
  )
}

function Amount({ onMove }: { readonly onMove: (minutes: number) => void }) {
  const [amount, setAmount] = useState('2')
  const [unit, setUnit] = useState('60')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const minutes = Number(amount) * Number(unit)
    if (minutes > 0) onMove(minutes)
  }
  return (
    <form className="advance" aria-label="Move the clock forward" onSubmit={submit}>
      <input
        className="text-input"
        type="number"
        min="1"
        aria-label="How much"
        value={amount}
        onChange={event => setAmount(event.currentTarget.value)}
      />
      <select
        className="text-input"
        aria-label="Unit"
        value={unit}
        onChange={event => setUnit(event.currentTarget.value)}
      >
        <option value="1">minutes</option>
        <option value="60">hours</option>
        <option value="1440">days</option>
      </select>
      <button type="submit" className="button button-primary">
        Move forward
      </button>
    </form>
  )
}
