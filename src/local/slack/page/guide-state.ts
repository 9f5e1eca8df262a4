import { onAccepted } from './control.ts'
import { fulfils, type Guide, type GuideEvent } from './guide-model.ts'
import { outsideStore } from './outside-store.ts'

/** Whether the guide is shown; at the first visit it is. */
export const guideOpen = outsideStore('guide-open', true)

/** The steps that have been done, by their texts. */
export const guideDone = outsideStore<readonly string[]>('guide-done', [])

/** Ticks off the steps that this was. */
export function tick(guide: Guide, event: GuideEvent): void {
  const known = guideDone.get()
  const done = guide.steps.filter(step => !known.includes(step.text) && fulfils(event, step.doneWhen))
  if (done.length > 0) guideDone.set([...known, ...done.map(step => step.text)])
}

/** Follows what the visitor does, until the answer is called. */
export function followDeeds(guide: Guide): () => void {
  return onAccepted((call, body) => tick(guide, { kind: 'did', call, body }))
}
