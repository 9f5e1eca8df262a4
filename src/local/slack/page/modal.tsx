import { useState } from 'react'
import { Blocks } from './blocks.tsx'
import type { Answer } from './control.ts'
import { Dialog } from './dialog.tsx'
import { dropDraft } from './entered-draft.ts'
import type { ElementState, OpenView } from './model.ts'
import { modalSentenceOf } from './refusals.ts'
import { type StateValues, SurfaceContext, useActingSurface } from './surface.tsx'
import { useRemote } from './use-remote.ts'
import { useWorkspace } from './workspace.tsx'

/** The modal that the acting person has open, if any. */
export function Modal() {
  const { me } = useWorkspace()
  const open = useRemote<{ readonly view: OpenView | null; readonly stack: number }>(`views/${me.id}`)
  if (open?.view?.type !== 'modal') return null
  return <OpenModal key={open.view.id} view={open.view} stack={open.stack} />
}

function OpenModal({ view, stack }: { readonly view: OpenView; readonly stack: number }) {
  const { act, ask } = useWorkspace()
  const [problem, setProblem] = useState<Answer | null>(null)
  const [isBusy, setBusy] = useState(false)
  const surface = useActingSurface(
    { view_id: view.id },
    {
      known: view.state?.values,
      draft: view.id,
      errorOf: blockId => problem?.errors?.[blockId],
      // What an app is told of a click includes what was entered elsewhere in the modal, so the workspace must know it first.
      beforeAct: async (actingBlock, touched) => {
        for (const { block_id, action_id, state, dispatches } of enteredInputs(view, touched)) {
          const action = { action_id, block_id, value: state }
          if (block_id !== actingBlock && !dispatches) await ask('interact', { view_id: view.id, action })
        }
      },
    },
  )
  const isWaiting = view.submit_disabled === true && Object.keys(surface.touched).length === 0
  const submit = async () => {
    if (isBusy || isWaiting || !view.submit) return
    setBusy(true)
    const answer = await act('submit', { view_id: view.id, values: valuesOf(view, surface.touched) })
    setBusy(false)
    setProblem(answer.ok ? null : answer)
    if (answer.ok) dropDraft(view.id)
    if (answer.errors) focusFirstProblem()
  }
  const close = (all: boolean) => {
    dropDraft(view.id)
    void act('close-view', all ? { all } : {})
  }
  const footer = (
    <>
      <button type="button" className="button" onClick={() => close(false)}>
        {view.close?.text ?? 'Cancel'}
      </button>
      {view.submit && (
        <button type="submit" className="button button-primary" aria-busy={isBusy || undefined} disabled={isWaiting}>
          {isBusy && <span className="spinner" aria-hidden="true" />}
          {view.submit.text}
        </button>
      )}
    </>
  )
  return (
    <Dialog
      title={view.title?.text ?? 'Modal'}
      onClose={() => close(false)}
      onCloseAll={stack > 1 ? () => close(true) : undefined}
      onSubmit={() => void submit()}
      isBusy={isBusy}
      footer={footer}
    >
      {problem && !problem.errors && (
        <p className="dialog-problem" role="alert">
          {modalSentenceOf(problem.error)}
        </p>
      )}
      <SurfaceContext value={surface}>
        <Blocks blocks={view.blocks} />
      </SurfaceContext>
    </Dialog>
  )
}

/** What was entered, by block; the workspace knows what a view starts with. */
function valuesOf(view: OpenView, touched: StateValues): Record<string, ElementState> {
  return Object.fromEntries(enteredInputs(view, touched).map(({ block_id, state }) => [block_id, state]))
}

function enteredInputs(view: OpenView, touched: StateValues) {
  return view.blocks.flatMap(block => {
    if (block.type !== 'input' || !block.block_id) return []
    const { block_id, element } = block
    const state = touched[block_id]?.[element.action_id ?? '']
    return state ? [{ block_id, action_id: element.action_id, state, dispatches: block.dispatch_action ?? false }] : []
  })
}

function focusFirstProblem(): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>('dialog [data-invalid] :is(input, textarea)')?.focus()
  })
}
