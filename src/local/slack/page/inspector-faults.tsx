import { type FormEvent, useEffect, useState } from 'react'
import { lift, read, send } from './control.ts'
import { useBeats } from './use-log.ts'

interface OrderedFault {
  readonly id: string
  readonly rule: { readonly fault: string; readonly times?: number; readonly match?: Readonly<Record<string, string>> }
  readonly struck: number
  readonly isActive: boolean
}

/** What can be ordered without further words; the control API takes more. */
const faults = {
  'rate-limited': { label: 'Rate limited', target: 'method' },
  http: { label: 'Server error 500', target: 'method' },
  hang: { label: 'No answer', target: 'method' },
  'reset-before': { label: 'Connection lost before it works', target: 'method' },
  'reset-after': { label: 'Connection lost after it worked', target: 'method' },
  truncated: { label: 'Answer cut off', target: 'method' },
  html: { label: 'A page instead of JSON', target: 'method' },
  duplicate: { label: 'Delivered twice', target: 'kind' },
  drop: { label: 'Never delivered', target: 'kind' },
  'lost-ack': { label: 'Acknowledgement lost', target: 'kind' },
  unavailable: { label: 'Everything down for 30 s', target: null },
} as const

type FaultName = keyof typeof faults

/** Orders faults for the traffic, and lists those that were ordered. */
export function FaultsForm() {
  const [ordered, look] = useOrdered()
  const [fault, setFault] = useState<FaultName>('rate-limited')
  const [what, setWhat] = useState('')
  const [times, setTimes] = useState('1')
  const [problem, setProblem] = useState('')
  const { target } = faults[fault]
  const order = async (event: FormEvent) => {
    event.preventDefault()
    const match = what.trim() ? { [target ?? 'method']: what.trim() } : {}
    const rule = fault === 'unavailable' ? { fault, seconds: 30 } : { fault, match, times: Number(times) }
    const answer = await send('faults', rule)
    setProblem(answer.ok ? '' : (answer.error ?? 'The fault could not be ordered.'))
    look()
  }
  const active = ordered.filter(each => each.isActive)
  return (
    <details className="faults">
      <summary>Faults{active.length > 0 ? ` (${active.length} active)` : ''}</summary>
      <form className="row" aria-label="Order a fault" onSubmit={event => void order(event)}>
        <select
          className="text-input"
          aria-label="Fault"
          value={fault}
          onChange={event => isFault(event.currentTarget.value) && setFault(event.currentTarget.value)}
        >
          {Object.entries(faults).map(([name, { label }]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
        {target && (
          <>
            <input
              className="text-input"
              aria-label={target === 'method' ? 'Method' : 'Kind of delivery'}
              placeholder={target === 'method' ? 'any method' : 'any delivery'}
              value={what}
              onChange={event => setWhat(event.currentTarget.value)}
            />
            <select
              className="text-input"
              aria-label="How often"
              value={times}
              onChange={event => setTimes(event.currentTarget.value)}
            >
              <option value="1">once</option>
              <option value="3">3 times</option>
              <option value="0">until lifted</option>
            </select>
          </>
        )}
        <button type="submit" className="button">
          Order
        </button>
      </form>
      {problem && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      <ul aria-label="Ordered faults">
        {ordered.map(each => (
          <li key={each.id} className={each.isActive ? '' : 'quiet'}>
            <span>
              {isFault(each.rule.fault) ? faults[each.rule.fault].label : each.rule.fault}
              {each.rule.match && ` · ${Object.values(each.rule.match).join(', ') || 'anything'}`} · struck{' '}
              {each.struck}×{!each.isActive && ', spent'}
            </span>
            <button
              type="button"
              className="link-button"
              aria-label={`Lift ${each.id}`}
              onClick={() => void lift(`faults/${each.id}`).then(look)}
            >
              Lift
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}

function useOrdered(): [readonly OrderedFault[], () => void] {
  const beats = useBeats()
  const [asked, setAsked] = useState(0)
  const [ordered, setOrdered] = useState<readonly OrderedFault[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: time going by, or an order, is what makes it read again
  useEffect(() => {
    read<{ readonly faults: readonly OrderedFault[] }>('faults').then(
      answer => setOrdered(answer.faults),
      () => undefined,
    )
  }, [beats, asked])
  return [ordered, () => setAsked(count => count + 1)]
}

function isFault(name: string): name is FaultName {
  return name in faults
}
