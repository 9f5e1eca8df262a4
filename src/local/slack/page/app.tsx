import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { CalmWorkspace } from './calm-workspace.tsx'
import { CanvasPane } from './canvas-pane.tsx'
import { ChannelView } from './channel-view.tsx'
import { ConfirmProvider } from './confirm.tsx'
import { send } from './control.ts'
import { displayName, listConversations, titleOf, withDirectNames } from './conversations.ts'
import { DetailsPane } from './details-pane.tsx'
import { FirstVisit } from './first-visit.tsx'
import { HomeView } from './home-view.tsx'
import { Inspector } from './inspector.tsx'
import { Modal } from './modal.tsx'
import type { User, WorkspaceState } from './model.ts'
import { type Notice, Notices } from './notices.tsx'
import { sentenceOf } from './refusals.ts'
import { Sidebar } from './sidebar.tsx'
import { ThreadPane } from './thread-pane.tsx'
import { TopBar } from './top-bar.tsx'
import { usePlace } from './use-place.ts'
import { useReadMarks } from './use-read-marks.ts'
import { useRemote, useVersion, VersionContext } from './use-remote.ts'
import { useStored } from './use-stored.ts'
import { findChannel, type Pane, type Place, type Workspace, WorkspaceContext } from './workspace.tsx'

/** The sandbox workspace's page. */
export function App() {
  const { version, isLive, refresh } = useVersion()
  return (
    <VersionContext value={version}>
      <Loaded isLive={isLive} refresh={refresh} />
    </VersionContext>
  )
}

function Loaded({ isLive, refresh }: { readonly isLive: boolean; readonly refresh: () => void }) {
  const state = useRemote<WorkspaceState>('state')
  const [actAs, setActAs] = useStored<string>('act-as', '')
  const people = state?.users.filter(user => isPerson(user, state)) ?? []
  const me = people.find(user => user.id === actAs) ?? people[0]
  if (!state || !me) {
    return (
      <main className="opening">
        <p>{isLive ? 'Opening the workspace…' : 'The workspace does not answer. Is it still running?'}</p>
      </main>
    )
  }
  return (
    <Page
      state={withDirectNames(state, me.id)}
      me={me}
      people={people}
      isLive={isLive}
      refresh={refresh}
      onActAs={setActAs}
    />
  )
}

interface PageProps {
  readonly state: WorkspaceState
  readonly me: User
  readonly people: readonly User[]
  readonly isLive: boolean
  readonly refresh: () => void
  readonly onActAs: (id: string) => void
}

function Page({ state, me, people, isLive, refresh, onActAs }: PageProps) {
  const [pane, show] = useStored<Pane | null>('pane', null)
  const [isSidebarOpen, setSidebarOpen] = useState(false)
  const [notices, setNotices] = useState<readonly Notice[]>([])
  const now = useNow(state)
  const conversations = useMemo(
    () => listConversations(state.channels, me.id, state.app.bot_user_id),
    [state.channels, me.id, state.app.bot_user_id],
  )
  const [place, setPlace] = usePlace(conversations)
  const marks = useReadMarks({ state, me: me.id, place })

  // These keep their identity, so that what only acts need not be drawn again.
  const notify = useCallback(
    (text: string) => setNotices(was => [...was.slice(-2), { key: crypto.randomUUID(), text }]),
    [],
  )
  const go = useCallback(
    (next: Place) => {
      setPlace(next)
      setSidebarOpen(false)
      show(was => (was?.kind === 'inspector' ? was : null))
    },
    [setPlace, show],
  )
  const ask: Workspace['ask'] = useCallback((path, body = {}) => send(path, { user: me.id, ...body }), [me.id])
  const act: Workspace['act'] = useCallback(
    async (path, body = {}) => {
      const answer = await send(path, { user: me.id, ...body })
      refresh()
      if (!answer.ok && answer.error && path !== 'submit') notify(sentenceOf(answer.error))
      return answer
    },
    [me.id, refresh, notify],
  )
  const timeZone = me.tz ?? 'UTC'
  const { markUnread } = marks
  const workspace: Workspace = { state, me, now, timeZone, place, pane, show, notify, markUnread, go, ask, act }
  const channel = place.kind === 'channel' ? findChannel(state, place.id) : undefined
  useTitle(channel ? `${channel.is_im ? '' : '#'}${titleOf(channel, state.app)}` : 'Home', state.team.name)
  return (
    <WorkspaceContext value={workspace}>
      <CalmWorkspace>
        <ConfirmProvider>
          <div className="page" data-sidebar={isSidebarOpen ? 'open' : 'closed'}>
            <a className="skip-link" href="#main">
              Skip to the conversation
            </a>
            <TopBar
              people={people}
              isSidebarOpen={isSidebarOpen}
              onToggleSidebar={() => setSidebarOpen(!isSidebarOpen)}
              onActAs={id => {
                onActAs(id)
                show(null)
              }}
            />
            <FirstVisit onActAs={onActAs} />
            {!isLive && <p className="banner">The workspace does not answer. Trying again…</p>}
            {isLive && !state.app.connected && (
              <p className="banner">{state.app.name} is not connected, so commands and buttons will not work.</p>
            )}
            <div className="body">
              {isSidebarOpen && (
                <button
                  type="button"
                  className="scrim"
                  aria-label="Close conversations"
                  onClick={() => setSidebarOpen(false)}
                />
              )}
              <Sidebar conversations={conversations} marks={marks} />
              <main id="main" className="main" tabIndex={-1}>
                {channel ? (
                  <ChannelView key={`${channel.id} ${me.id}`} channel={channel} readTs={marks.readTs(channel)} />
                ) : (
                  <HomeView key={me.id} />
                )}
              </main>
              {pane?.kind === 'thread' && <ThreadPane key={pane.ts} channelId={pane.channel} ts={pane.ts} />}
              {pane?.kind === 'details' && <DetailsPane channelId={pane.channel} />}
              {pane?.kind === 'canvas' && <CanvasPane key={pane.id} id={pane.id} />}
              {pane?.kind === 'inspector' && <Inspector />}
            </div>
          </div>
          <Modal key={me.id} />
          <Notices notices={notices} onDismiss={key => setNotices(was => was.filter(each => each.key !== key))} />
        </ConfirmProvider>
      </CalmWorkspace>
    </WorkspaceContext>
  )
}

function isPerson(user: User, { app }: WorkspaceState): boolean {
  return (
    !user.deleted && !user.is_bot && user.id !== app.bot_user_id && user.id !== 'USLACKBOT' && displayName(user) !== ''
  )
}

/** The workspace's clock, which goes on between two looks at it. */
function useNow(state: WorkspaceState): () => number {
  const aheadMs = Date.parse(state.now) - Date.now()
  const known = useRef(aheadMs)
  useLayoutEffect(() => {
    known.current = aheadMs
  }, [aheadMs])
  return useCallback(() => Date.now() + known.current, [])
}

function useTitle(place: string, team: string): void {
  useEffect(() => {
    document.title = `${place} · ${team}`
  }, [place, team])
}
