import type { ConfirmationDialog } from '@slack/types'
import { createContext, useContext, useState } from 'react'
import { useConfirm } from './confirm.tsx'
import { type ElementShape, initialState, plainValue } from './element-state.ts'
import type { ElementState } from './model.ts'

/** What an interactive element may do where it stands: in a message, in a modal or on a home tab. */
export interface Surface {
  readonly stateOf: (blockId: string, element: ElementShape) => ElementState
  readonly keep: (blockId: string, element: ElementShape, state: ElementState) => void
  readonly act: (blockId: string, element: ElementShape, value?: unknown) => Promise<void>
  readonly errorOf: (blockId: string) => string | undefined
}

export const SurfaceContext = createContext<Surface | null>(null)

/** How assistive technology calls an element. */
export interface Naming {
  readonly id?: string | undefined
  readonly label?: string | undefined
  readonly labelledBy?: string | undefined
  readonly describedBy?: string | undefined
  readonly isInvalid?: boolean
  readonly isRequired?: boolean
}

export interface ElementProps<T> {
  readonly element: T
  readonly blockId: string
  readonly naming: Naming
  /** Whether a change is told to the app at once. */
  readonly dispatches: boolean
}

/** The attributes that carry a naming. */
export function namingProps(naming: Naming) {
  return {
    id: naming.id,
    'aria-label': naming.label,
    'aria-labelledby': naming.labelledBy,
    'aria-describedby': naming.describedBy,
    'aria-invalid': naming.isInvalid || undefined,
    'aria-required': naming.isRequired || undefined,
  }
}

/** An element's value on its surface. `dispatches` says that a change is told to the app at once. */
export function useField(
  blockId: string,
  element: ElementShape & { readonly confirm?: ConfirmationDialog },
  dispatches: boolean,
) {
  const surface = useSurface()
  const confirm = useConfirm()
  const [isBusy, setBusy] = useState(false)
  const act = async (value?: unknown) => {
    setBusy(true)
    await surface.act(blockId, element, value)
    setBusy(false)
  }
  return {
    state: surface.stateOf(blockId, element),
    isBusy,
    /** Keeps a value without telling the app. */
    keep: (state: ElementState) => surface.keep(blockId, element, state),
    /** Keeps a value and, where the element dispatches, tells the app. */
    change: async (state: ElementState) => {
      if (dispatches && element.confirm && !(await confirm(element.confirm))) return
      surface.keep(blockId, element, state)
      if (dispatches) await act(plainValue(state))
    },
    /** Tells the app about a click, or about a value that was entered. */
    press: async (value?: unknown) => {
      if (!element.confirm || (await confirm(element.confirm))) await act(value)
    },
  }
}

export type StateValues = Readonly<Record<string, Readonly<Record<string, ElementState>>>>

/** Keeps elements' values in the page, over what the workspace knows and what the view starts with. */
export function useElementStates(known: StateValues = {}) {
  const [touched, setTouched] = useState<StateValues>({})
  const stateOf = (blockId: string, element: ElementShape) => {
    const actionId = element.action_id ?? ''
    const kept = touched[blockId]?.[actionId] ?? known[blockId]?.[actionId]
    return kept?.type === element.type ? kept : initialState(element)
  }
  const keep = (blockId: string, element: ElementShape, state: ElementState) =>
    setTouched(was => ({ ...was, [blockId]: { ...was[blockId], [element.action_id ?? '']: state } }))
  return { touched, stateOf, keep }
}

function useSurface(): Surface {
  const surface = useContext(SurfaceContext)
  if (!surface) throw new Error('an interactive element needs a SurfaceContext around it')
  return surface
}
