import { useEffect, useState } from 'react'
import { ClockPanel } from './clock-panel.tsx'
import { moveClock, moveToNextDue } from './move-clock.ts'
import { clockTime, formatSlackDate } from './slack-date.ts'
import { span } from './span.ts'
import { useWorkspace } from './workspace.tsx'

/** The workspace's clock, which can be moved forward to see what happens then. */
export function Clock() {
  const workspace = useWorkspace()
  const { state, now, timeZone } = workspace
  const [isBusy, setBusy] = useState(false)
  useTick()
  const move = async (how: () => Promise<void>) => {
    setBusy(true)
    await how()
    setBusy(false)
  }
  const advance = (minutes: number) => move(() => moveClock(workspace, minutes))
  const at = now()
  const place = timeZone.split('/').at(-1)?.replaceAll('_', ' ')
  const title = formatSlackDate(at / 1000, '{date_long_pretty}', { timeZone, now: at })
  return (
    <fieldset className="clock" aria-label="Clock" aria-busy={isBusy || undefined}>
      <span className="clock-face" title={`${title}, ${timeZone}`}>
        <time dateTime={new Date(at).toISOString()}>{clockTime(at, timeZone)}</time>
        <small>{state.offsetMinutes > 0 ? `${place}, +${span(state.offsetMinutes)}` : place}</small>
      </span>
      <button type="button" className="button top-button" disabled={isBusy} onClick={() => void advance(5)}>
        +5 min
      </button>
      <button type="button" className="button top-button" disabled={isBusy} onClick={() => void advance(30)}>
        +30 min
      </button>
      <button
        type="button"
        className="button top-button clock-next"
        title="Move the clock to what the app does next by itself"
        disabled={isBusy}
        onClick={() => void move(() => moveToNextDue(workspace))}
      >
        Next due
      </button>
      <ClockPanel onAdvance={advance} onNextDue={() => move(() => moveToNextDue(workspace))} />
    </fieldset>
  )
}

function useTick(): void {
  const [, setTicks] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setTicks(count => count + 1), 5000)
    return () => clearInterval(timer)
  }, [])
}
