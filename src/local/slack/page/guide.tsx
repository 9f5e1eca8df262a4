import { useEffect, useRef, useState } from 'react'
import { read } from './control.ts'
import type { Guide } from './guide-model.ts'
import { followDeeds, guideDone, guideOpen, tick } from './guide-state.ts'
import { PlayButton } from './play-button.tsx'
import type { PlayOffer } from './play-model.ts'
import { findChannel, useWorkspace } from './workspace.tsx'

/** A first visitor's way through the app's main job, ticked off by what really happened. */
export function GuideStrip({ offer }: { readonly offer: PlayOffer | undefined }) {
  const { state, me, place } = useWorkspace()
  const isOpen = guideOpen.use()
  const done = guideDone.use()
  const guide = useGuide()
  useEffect(() => (guide ? followDeeds(guide) : undefined), [guide])
  const channel = place.kind === 'channel' ? findChannel(state, place.id)?.name : undefined
  useEffect(() => {
    if (guide && channel) tick(guide, { kind: 'looks', in: channel, as: me.name })
  }, [guide, channel, me.name])
  return guide && isOpen ? <GuideSteps guide={guide} done={done} offer={offer} /> : null
}

interface GuideStepsProps {
  readonly guide: Guide
  readonly done: readonly string[]
  readonly offer: PlayOffer | undefined
}

function GuideSteps({ guide, done, offer }: GuideStepsProps) {
  const next = guide.steps.find(step => !done.includes(step.text))
  return (
    <section className="strip guide" aria-label="Guide">
      <div className="strip-words">
        <h2>{guide.title}</h2>
        <ol className="guide-steps">
          {guide.steps.map(step => {
            const isDone = done.includes(step.text)
            return (
              <li key={step.text} data-state={isDone ? 'done' : step === next ? 'next' : 'later'}>
                <span>
                  {step.text}
                  {isDone && <span className="visually-hidden"> (done)</span>}
                  {step === next && step.detail && <small>{step.detail}</small>}
                </span>
              </li>
            )
          })}
        </ol>
        {!next && <p role="status">That was the main job. The sandbox stays yours to try.</p>}
      </div>
      <div className="strip-buttons">
        {offer && <PlayButton offer={offer} />}
        <button
          type="button"
          className="icon-button"
          aria-label="Close the guide"
          title="Close; the ? above opens it again"
          onClick={() => guideOpen.set(false)}
        >
          ✕
        </button>
      </div>
    </section>
  )
}

/** Opens the guide, and closes it again. */
export function HelpButton() {
  const isOpen = guideOpen.use()
  return (
    <button
      type="button"
      className="button top-button"
      aria-label="Guide"
      aria-pressed={isOpen}
      title={isOpen ? 'Close the guide' : 'Open the guide'}
      onClick={() => guideOpen.set(!isOpen)}
    >
      ?
    </button>
  )
}

/** In a conversation where nothing has been said: where to begin. */
export function GuidePointer() {
  const isOpen = guideOpen.use()
  if (isOpen) return null
  return (
    <p className="guide-pointer">
      <button type="button" className="link-button" onClick={() => guideOpen.set(true)}>
        New here? Open the guide
      </button>
    </p>
  )
}

/** The workspace's guide, which never changes while it runs. */
function useGuide(): Guide | null {
  const [guide, setGuide] = useState<Guide | null>(null)
  const isAsked = useRef(false)
  useEffect(() => {
    if (isAsked.current) return
    isAsked.current = true
    read<{ readonly guide: Guide }>('guide').then(
      answer => setGuide(answer.guide),
      () => undefined,
    )
  }, [])
  return guide
}
