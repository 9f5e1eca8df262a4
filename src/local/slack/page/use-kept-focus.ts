import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

/**
 * Whoever goes by keyboard stays where they are while what they are in is drawn anew: Slack gives the blocks of each
 * version ids of their own, so that their elements are new too. The element with the same action takes the focus over,
 * or the next that there is, or else the whole.
 */
export function useKeptFocus<T extends HTMLElement>(): RefObject<T | null> {
  const ref = useRef<T>(null)
  const held = useRef<{ readonly name: string; readonly index: number } | null>(null)

  useEffect(() => {
    const area = ref.current
    if (!area) return
    const take = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return
      held.current = { name: nameOf(target), index: elementsIn(area).indexOf(target) }
    }
    // An element that is taken away leaves nothing focused; going elsewhere names where to.
    const leave = ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget instanceof Node && !area.contains(relatedTarget)) held.current = null
    }
    const drop = () => {
      held.current = null
    }
    area.addEventListener('focusin', take)
    area.addEventListener('focusout', leave)
    document.addEventListener('pointerdown', drop)
    return () => {
      area.removeEventListener('focusin', take)
      area.removeEventListener('focusout', leave)
      document.removeEventListener('pointerdown', drop)
    }
  }, [])

  useLayoutEffect(() => {
    const area = ref.current
    if (!area || !held.current || document.activeElement !== document.body) return
    const { name, index } = held.current
    const elements = elementsIn(area)
    const same = name === '' ? undefined : elements.find(element => nameOf(element) === name)
    const next = same ?? elements[Math.min(Math.max(index, 0), elements.length - 1)] ?? area
    next.focus({ preventScroll: true })
  })

  return ref
}

function nameOf(element: HTMLElement): string {
  return element.dataset.action ?? ''
}

function elementsIn(area: HTMLElement): HTMLElement[] {
  return [...area.querySelectorAll<HTMLElement>('button, a[href], input, textarea, select, [tabindex="0"]')]
}
