import { memo, useState } from 'react'
import { asCurl, describeEntry, isProblem, problemOf } from './log-entry.ts'
import type { LogEntry } from './model.ts'
import { clockTime } from './slack-date.ts'
import { useWorkspace } from './workspace.tsx'

const marks = { api: '↑', delivery: '↓', connection: '↔', control: '·' } as const

/** One exchange: what it was, how it ended, and on demand everything that was sent. */
export const InspectorEntry = memo(function InspectorEntry({
  entry,
  direction,
}: {
  readonly entry: LogEntry
  readonly direction: string
}) {
  const { timeZone, notify } = useWorkspace()
  const [isOpen, setOpen] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(asCurl(entry, location.origin))
      notify('Copied. Set SLACK_BOT_TOKEN before you run it.')
    } catch {
      notify('This browser does not let the page copy. Select the text instead.')
    }
  }
  const ms = entry.durationMs === undefined ? '' : `${Math.round(entry.durationMs)} ms`
  return (
    <li>
      <details onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>
          <span className={`direction direction-${entry.direction}`} role="img" aria-label={direction}>
            {marks[entry.direction]}
          </span>
          <code>{describeEntry(entry)}</code>
          {isProblem(entry) && <span className="refused">{problemOf(entry)}</span>}
          <small>{[entry.status, ms, clockTime(Date.parse(entry.at), timeZone)].filter(Boolean).join(' · ')}</small>
        </summary>
        {isOpen && (
          <>
            {entry.fault && (
              <p className="entry-fault">
                The fault “{entry.fault.fault}” ({entry.fault.id}) struck: {entry.fault.received}.
              </p>
            )}
            <Json title="Request" value={entry.request} />
            <Json title="Response" value={entry.response} />
            <Json title="What it did all the same" value={entry.effect} />
            {entry.direction === 'api' && entry.method?.includes('.') && (
              <button type="button" className="link-button entry-copy" onClick={() => void copy()}>
                Copy as curl
              </button>
            )}
          </>
        )}
      </details>
    </li>
  )
})

function Json({ title, value }: { readonly title: string; readonly value: unknown }) {
  if (value === undefined || value === null) return null
  return (
    <>
      <h3 className="inspector-part">{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: those who scroll by keyboard must be able to reach it */}
      <pre tabIndex={0}>{JSON.stringify(value, null, 2)}</pre>
    </>
  )
}
