import { useEffect } from 'react'
import { Blocks } from './blocks.tsx'
import type { OpenView } from './model.ts'
import { SurfaceContext, useActingSurface } from './surface.tsx'
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
  const surface = useActingSurface({ view_id: 'home' }, { known: home?.view?.state?.values })
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
