import { useState } from 'react'
import { InspectorEntry } from './inspector-entry.tsx'
import { FaultsForm } from './inspector-faults.tsx'
import { isAbout, isProblem } from './log-entry.ts'
import type { LogEntry } from './model.ts'
import { SidePane } from './pane.tsx'
import { useLog } from './use-log.ts'
import { useStored } from './use-stored.ts'

const directions = {
  api: 'App → Slack',
  delivery: 'Slack → app',
  connection: 'Connections',
  control: 'Page → workspace',
} as const

type Direction = LogEntry['direction']

/** How many entries stand in the page; the filter looks at all of them. */
const shownAtOnce = 200

/** The traffic between the app and the workspace, newest first, and the faults that are ordered for it. */
export function Inspector() {
  const [words, setWords] = useState('')
  const [shown, setShown] = useStored<readonly Direction[]>('inspector', ['api', 'delivery', 'connection'])
  const [isOnlyProblems, setOnlyProblems] = useState(false)
  const [from, setFrom] = useState(0)
  const [held, setHeld] = useState<readonly LogEntry[] | null>(null)
  const live = useLog()
  const log = held ?? live
  const found = log.filter(
    entry =>
      entry.n > from &&
      shown.includes(entry.direction) &&
      (!isOnlyProblems || isProblem(entry)) &&
      isAbout(entry, words.trim().toLowerCase()),
  )
  const toggle = (direction: Direction) =>
    setShown(was => (was.includes(direction) ? was.filter(each => each !== direction) : [...was, direction]))
  return (
    <SidePane title="Inspector" detail={`${found.length} found`}>
      <div className="inspector-filters">
        <p className="quiet">
          What the app and the workspace say to each other, for everybody: private channels and direct messages too.
        </p>
        <div className="row">
          <input
            className="text-input inspector-words"
            type="search"
            placeholder="Method, type or text"
            aria-label="Filter the traffic"
            value={words}
            onChange={event => setWords(event.currentTarget.value)}
          />
          <button
            type="button"
            className="button"
            aria-pressed={held !== null}
            onClick={() => setHeld(held ? null : live)}
          >
            {held ? 'Go on' : 'Pause'}
          </button>
          <button type="button" className="button" onClick={() => setFrom(log.at(-1)?.n ?? 0)}>
            Clear
          </button>
        </div>
        <div className="row">
          {Object.entries(directions).map(([name, label]) =>
            isDirection(name) ? (
              <label key={name} className="choice">
                <input type="checkbox" checked={shown.includes(name)} onChange={() => toggle(name)} />
                <span>{label}</span>
              </label>
            ) : null,
          )}
          <label className="choice">
            <input
              type="checkbox"
              checked={isOnlyProblems}
              onChange={event => setOnlyProblems(event.currentTarget.checked)}
            />
            <span>Only what went wrong</span>
          </label>
        </div>
        <FaultsForm />
      </div>
      <ol className="inspector" aria-label="Traffic">
        {found
          .slice(-shownAtOnce)
          .reverse()
          .map(entry => (
            <InspectorEntry key={entry.n} entry={entry} direction={directions[entry.direction]} />
          ))}
        {found.length === 0 && <li className="quiet">Nothing yet.</li>}
      </ol>
    </SidePane>
  )
}

function isDirection(name: string): name is Direction {
  return name in directions
}
