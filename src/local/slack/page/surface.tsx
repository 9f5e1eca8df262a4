import type { ConfirmationDialog } from '@slack/types'
import { createContext, useContext, useState } from 'react'
import { useConfirm } from './confirm.tsx'
import type { Answer } from './control.ts'
import { type ElementShape, initialState } from './element-state.ts'
import { readDraft, writeDraft } from './entered-draft.ts'
import type { ElementState } from './model.ts'
import { useWorkspace } from './workspace.tsx'

/** What an interactive element may do where it stands: in a message, in a modal or on a home tab. */
export interface Surface {
  readonly stateOf: (blockId: string, element: ElementShape) => ElementState
  readonly keep: (blockId: string, element: ElementShape, state: ElementState) => void
  readonly act: (blockId: string, element: ElementShape, value?: unknown) => Promise<void>
  readonly errorOf: (blockId: string) => string | undefined
  /** What the app offers in an element whose options it holds itself. */
  readonly suggest: (blockId: string, element: ElementShape, query: string) => Promise<Answer>
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
  readonly focusOnLoad?: boolean
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
    'data-focus-on-load': naming.focusOnLoad || undefined,
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
      if (dispatches) await act(state)
    },
    /** Tells the app about a click, or about a value that was entered. */
    press: async (value?: unknown) => {
      if (isBusy) return
      if (!element.confirm || (await confirm(element.confirm))) await act(value)
    },
  }
}

/** Where elements stand, in the control API's words: a message of a channel, or a view. */
export type SurfaceTarget = { readonly channel: string; readonly messageTs: string } | { readonly view_id: string }

interface SurfaceOptions {
  readonly known?: StateValues | undefined
  /** Under which name this browser's tab remembers what was entered until it is sent. */
  readonly draft?: string
  readonly errorOf?: (blockId: string) => string | undefined
  /** What the workspace must be told before an element of this block acts. */
  readonly beforeAct?: (blockId: string, touched: StateValues) => Promise<void>
}

/** A surface whose elements act through the control API, and what was entered in it. */
export function useActingSurface(
  target: SurfaceTarget,
  { known, draft, errorOf = () => undefined, beforeAct }: SurfaceOptions = {},
): Surface & { readonly touched: StateValues } {
  const { act, ask } = useWorkspace()
  const { touched, stateOf, keep } = useElementStates(known, draft)
  const actionOf = (blockId: string, element: ElementShape) => ({ action_id: element.action_id, block_id: blockId })
  return {
    touched,
    stateOf,
    keep,
    errorOf,
    act: async (blockId, element, value) => {
      await beforeAct?.(blockId, touched)
      await act('interact', { ...target, action: { ...actionOf(blockId, element), value } })
    },
    suggest: (blockId, element, query) => ask('options', { ...target, action: actionOf(blockId, element), query }),
  }
}

export type StateValues = Readonly<Record<string, Readonly<Record<string, ElementState>>>>

/** Keeps elements' values in the page, over what the workspace knows and what the view starts with. */
function useElementStates(known: StateValues = {}, draft?: string) {
  const [touched, setTouched] = useState<StateValues>(() => (draft ? readDraft(draft) : {}))
  const stateOf = (blockId: string, element: ElementShape) => {
    const actionId = element.action_id ?? ''
    const kept = touched[blockId]?.[actionId] ?? known[blockId]?.[actionId]
    return kept?.type === element.type ? kept : initialState(element)
  }
  const keep = (blockId: string, element: ElementShape, state: ElementState) =>
    setTouched(was => {
      const next = { ...was, [blockId]: { ...was[blockId], [element.action_id ?? '']: state } }
      if (draft) writeDraft(draft, next)
      return next
    })
  return { touched, stateOf, keep }
}

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext)
  if (!surface) throw new Error('an interactive element needs a SurfaceContext around it')
  return surface
}
