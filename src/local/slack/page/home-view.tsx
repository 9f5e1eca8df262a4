import { useEffect } from 'react'
import { Blocks } from './blocks.tsx'
import type { OpenView } from './model.ts'
import { type Surface, SurfaceContext, useElementStates } from './surface.tsx'
import { useRemote } from './use-remote.ts'
import { useWorkspace } from './workspace.tsx'

/** The app's home tab as the acting person has it. */
export function HomeView() {
  const { state, me, act } = useWorkspace()
  const home = useRemote<{ readonly view: OpenView | null }>(`home/${me.id}`)
  // biome-ignore lint/correctness/useExhaustiveDependencies: opening it once is what the app is told
  useEffect(() => {
    void act('open-home')
  }, [])
  const { stateOf, keep } = useElementStates(home?.view?.state?.values)
  const surface: Surface = {
    stateOf,
    keep,
    errorOf: () => undefined,
    act: async (blockId, element, value) => {
      await act('interact', { view_id: 'home', action: { action_id: element.action_id, block_id: blockId, value } })
    },
  }
  return (
    <>
      <header className="channel-header">
        <div className="channel-title">
          <h1>{state.app.name} home</h1>
        </div>
      </header>
      <section className="home" aria-label={`${state.app.name} home`}>
        <div className="home-inner">
          {home?.view ? (
            <SurfaceContext value={surface}>
              <Blocks blocks={home.view.blocks} />
            </SurfaceContext>
          ) : (
            <p className="quiet">{home ? `${state.app.name} has put nothing here yet.` : 'Loading…'}</p>
          )}
        </div>
      </section>
    </>
  )
}
