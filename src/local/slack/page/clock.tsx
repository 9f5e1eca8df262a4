import { type FormEvent, useEffect, useRef, useState } from 'react'
import { usePopup } from './popup.tsx'
import { clockTime, formatSlackDate } from './slack-date.ts'
import { useWorkspace } from './workspace.tsx'

/** The workspace's clock, which can be moved forward to see what happens then. */
export function Clock() {
  const { state, now, timeZone, act } = useWorkspace()
  const [isBusy, setBusy] = useState(false)
  useTick()
  const advance = async (minutes: number) => {
    setBusy(true)
    await act('advance', { minutes })
    setBusy(false)
  }
  const at = now()
  const place = timeZone.split('/').at(-1)?.replaceAll('_', ' ')
  const title = formatSlackDate(at / 1000, '{date_long_pretty}', { timeZone, now: at })
  return (
    <fieldset className="clock" aria-label="Clock" aria-busy={isBusy || undefined}>
      <span className="clock-face" title={`${title}, ${timeZone}`}>
        <time dateTime={new Date(at).toISOString()}>{clockTime(at, timeZone)}</time>
        <small>{state.offsetMinutes > 0 ? `${place}, +${ahead(state.offsetMinutes)}` : place}</small>
      </span>
      <button type="button" className="button top-button" disabled={isBusy} onClick={() => void advance(5)}>
        +5 min
      </button>
      <button type="button" className="button top-button" disabled={isBusy} onClick={() => void advance(30)}>
        +30 min
      </button>
      <CustomAdvance onAdvance={advance} />
    </fieldset>
  )
}

function CustomAdvance({ onAdvance }: { readonly onAdvance: (minutes: number) => Promise<void> }) {
  const [isOpen, setOpen] = useState(false)
  const [amount, setAmount] = useState('2')
  const [unit, setUnit] = useState('60')
  const button = useRef<HTMLButtonElement>(null)
  const popup = useRef<HTMLFormElement>(null)
  usePopup(button, popup, { isOpen, onClose: () => setOpen(false) })
  useEffect(() => {
    if (isOpen) popup.current?.querySelector('input')?.select()
  }, [isOpen])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const minutes = Number(amount) * Number(unit)
    if (!(minutes > 0)) return
    setOpen(false)
    button.current?.focus()
    void onAdvance(minutes)
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
        <form
          ref={popup}
          popover="manual"
          className="popup advance"
          aria-label="Move the clock forward"
          onSubmit={submit}
          onKeyDown={event => {
            if (event.key === 'Escape') setOpen(false)
          }}
        >
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
      )}
    </>
  )
}

/** "35 min", "2 h 5 min", "3 d 1 h". */
function ahead(minutes: number): string {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), Math.round(minutes % 60)]
  const parts = [days && `${days} d`, hours && `${hours} h`, rest && `${rest} min`].filter(Boolean)
  return parts.slice(0, 2).join(' ')
}

function useTick(): void {
  const [, setTicks] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setTicks(count => count + 1), 5000)
    return () => clearInterval(timer)
  }, [])
}
