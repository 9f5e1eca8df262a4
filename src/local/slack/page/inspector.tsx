import { useState } from 'react'
import { describeEntry, isRefused } from './log-entry.ts'
import type { LogEntry } from './model.ts'
import { SidePane } from './pane.tsx'
import { clockTime } from './slack-date.ts'
import { useLog } from './use-log.ts'
import { useWorkspace } from './workspace.tsx'

const directions = {
  api: { label: 'App → Slack', mark: '↑' },
  delivery: { label: 'Slack → app', mark: '↓' },
  control: { label: 'Page → workspace', mark: '·' },
} as const

type Direction = keyof typeof directions

/** The traffic between the app and the workspace, newest first. */
export function Inspector() {
  const [filter, setFilter] = useState('')
  const [shown, setShown] = useState<readonly Direction[]>(['api', 'delivery'])
  const log = useLog()
  const words = filter.trim().toLowerCase()
  const entries = log
    .filter(entry => shown.includes(entry.direction) && describeEntry(entry).toLowerCase().includes(words))
    .slice(-300)
    .reverse()
  const toggle = (direction: Direction) =>
    setShown(was => (was.includes(direction) ? was.filter(each => each !== direction) : [...was, direction]))
  return (
    <SidePane title="Inspector" detail={`${entries.length} shown`}>
      <div className="inspector-filters">
        <input
          className="text-input"
          type="search"
          placeholder="Filter by name"
          aria-label="Filter by name"
          value={filter}
          onChange={event => setFilter(event.currentTarget.value)}
        />
        <div className="row">
          {Object.entries(directions).map(([name, { label }]) =>
            isDirection(name) ? (
              <label key={name} className="choice">
                <input type="checkbox" checked={shown.includes(name)} onChange={() => toggle(name)} />
                <span>{label}</span>
              </label>
            ) : null,
          )}
        </div>
      </div>
      <ol className="inspector" aria-label="Traffic">
        {entries.map(entry => (
          <Entry key={entry.n} entry={entry} />
        ))}
        {entries.length === 0 && <li className="quiet">Nothing yet.</li>}
      </ol>
    </SidePane>
  )
}

function Entry({ entry }: { readonly entry: LogEntry }) {
  const { timeZone } = useWorkspace()
  const [isOpen, setOpen] = useState(false)
  const { label, mark } = directions[entry.direction]
  return (
    <li>
      <details onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>
          <span className={`direction direction-${entry.direction}`} role="img" aria-label={label}>
            {mark}
          </span>
          <code>{describeEntry(entry)}</code>
          {isRefused(entry.response) && <span className="refused">refused</span>}
          <small>
            {entry.durationMs === undefined ? '' : `${Math.round(entry.durationMs)} ms · `}
            {clockTime(Date.parse(entry.at), timeZone)}
          </small>
        </summary>
        {isOpen && (
          <>
            <Json title="Request" value={entry.request} />
            <Json title="Response" value={entry.response} />
          </>
        )}
      </details>
    </li>
  )
}

function Json({ title, value }: { readonly title: string; readonly value: unknown }) {
  if (value === undefined || value === null) return null
  return (
    <>
      <h4>{title}</h4>
      <pre>{JSON.stringify(value, null, 2)}</pre>
    </>
  )
}

function isDirection(name: string): name is Direction {
  return name in directions
}
