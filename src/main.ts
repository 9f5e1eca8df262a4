import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App, Log } from './app/app.ts'
import { Background } from './app/background.ts'
import { filesFor, openFile } from './app/kept-files.ts'
import { nextDue } from './app/next-due.ts'
import { followPolicy, performDue } from './app/perform.ts'
import { openReview, reviewsFor } from './app/review-shelf.ts'
import { savedReview } from './app/reviews.ts'
import { repeat, startClock } from './clock.ts'
import { type Config, type SlackConfig, sandboxPolicy } from './config.ts'
import { ServiceError, StartError } from './errors.ts'
import { formats } from './exports/index.ts'
import { personalSeconds, signLink, signUntil, verifyLink } from './http/link.ts'
import { createHttp, type Http } from './http/routes.ts'
import { createLog } from './log.ts'
import { performersFor } from './performers.ts'
import type { Sandbox } from './sandbox.ts'
import { sha256 } from './sha256.ts'
import { clearanceOf } from './slack/clearance.ts'
import { createSlackClient } from './slack/client.ts'
import { type Connection, connect } from './slack/connect.ts'
import { fileKeeper } from './slack/keep-files.ts'
import { type Pace, realPace } from './slack/limiter.ts'
import { permalinkOf } from './slack/permalink.ts'
import { registerListeners } from './slack/register.ts'
import { captureRules, gatherTranscript } from './slack/transcript.ts'
import { connectWorkspace, type Workspace } from './slack/workspace.ts'
import { connectStore } from './store/connect.ts'

export interface Running {
  readonly urls: { readonly http: string; readonly page: string | undefined }
  readonly app: App
  /** Takes nothing new, finishes what is under way, and lets go of everything. */
  stop(): Promise<void>
}

/** On the page of one person’s reviews. */
const reviewsListed = 50
const answerMs = 3_000
const finishMs = 5_000

/** Starts everything that the settings ask for, and what they leave out locally. Throws StartError. */
export async function start(config: Config, options: { now?: () => number; pace?: Pace } = {}): Promise<Running> {
  const log = createLog(config.logLevel)
  const undo: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const step of undo.splice(0).reverse())
      await step().catch(error => log.error({ err: error }, 'stopping failed'))
  }
  try {
    const store = await openStore(config, { undo, log })
    const sandbox = config.slack ? undefined : await openSandbox(config, options)
    if (sandbox) undo.push(() => sandbox.workspace.stop())

    const handlers: { http?: Http; slack?: Connection['httpListener'] } = {}
    const server = createServer((req, res) => {
      if (handlers.http?.(req, res)) return
      if (handlers.slack && req.method === 'POST' && req.url === '/slack/events') handlers.slack(req, res)
      else if (sandbox) sandbox.workspace.handleRequest(req, res)
      else res.writeHead(404, { 'content-type': 'text/plain' }).end('Not found')
    })
    if (sandbox) server.on('upgrade', (req, socket, head) => sandbox.workspace.handleUpgrade(req, socket, head))
    const port = await listen(server, config)
    undo.push(() => closeServer(server))

    const slack = config.slack ?? sandboxSlack(sandbox, port)
    const client = createSlackClient({
      token: slack.botToken,
      apiUrl: slack.apiUrl,
      log,
      pace: paceOf(sandbox, options.pace),
    })
    const workspace = await signIn(() => connectWorkspace(client), log)
    const connection = connect(workspace, slack.delivery, { apiUrl: slack.apiUrl, log })
    const publicUrl = config.publicUrl ?? `http://localhost:${port}`
    const now = () => new Date(sandbox ? sandbox.workspace.now() : (options.now ?? Date.now)())
    const policy = sandbox ? sandboxPolicy(config, sandbox.policy) : config.policy
    const app: App = {
      now,
      newId: randomUUID,
      digest: sha256,
      log,
      policy,
      incidents: store.incidents,
      deliveries: store.deliveries,
      feedback: store.feedback,
      reviews: store.reviews,
      drafts: store.drafts,
      subscriptions: store.subscriptions,
      performers: performersFor(workspace),
      transcripts: store.transcripts,
      attachments: store.attachments,
      gather: gatherTranscript(workspace, {
        transcripts: store.transcripts,
        rules: () => captureRules(workspace, policy),
        now,
      }),
      keepFiles: fileKeeper(workspace, { ...store, policy, log }),
      permalinkOf: permalinkOf(workspace),
      nameOf: async id => (await store.pseudonyms.all()).get(id)?.name ?? workspace.nameOf(id),
      pseudonyms: store.pseudonyms.now,
      formats,
      clearance: clearanceOf(workspace),
      personalLink: (user, below) =>
        publicUrl +
        signLink({
          secret: store.linkSecret,
          path: ['/people', user, 'reviews', ...(below ? [below] : [])].join('/'),
          now: now(),
          seconds: personalSeconds,
        }),
      reviewLink: (incident, extension) =>
        publicUrl +
        signLink({ secret: store.linkSecret, path: `/incidents/${incident}/review.${extension}`, now: now() }),
      background: new Background(log),
      repeat,
    }
    handlers.http = createHttp({
      isReady: async () => ({
        store: await store.isReady(),
        slack: connection.isConnected() && client.isAuthorized(),
      }),
      reviewOf: review => savedReview(app, review),
      reviewsFor: user => reviewsFor(app, user, reviewsListed),
      openReview: review => openReview(app, review),
      filesFor: asked => filesFor(app, asked),
      openFile: asked => openFile(app, asked),
      signUntil: (path, expires) => signUntil(store.linkSecret, path, expires),
      verifyLink: given => verifyLink({ ...given, secret: store.linkSecret, now: now() }),
      log,
    })
    handlers.slack = connection.httpListener
    undo.push(() => drain(app, finishMs))

    registerListeners(connection.bolt, { app, workspace })
    await connection.start().catch(error => {
      throw new StartError(
        `Slack does not let Sitrep connect (${error instanceof Error ? error.message : error}). Check SLACK_APP_TOKEN.`,
      )
    })
    undo.push(() => connection.stop())
    // Who waits for an answer gets it over the connection that the question came on.
    undo.push(() => drain(app, answerMs))
    sandbox?.workspace.onAdvance(async () => {
      await performDue(app)
      await app.background.idle()
    })
    sandbox?.workspace.onReset(() => store.clear())
    sandbox?.workspace.setNextDue(() => nextDue(app))

    app.background.run('catching up', async () => {
      await followPolicy(app)
      await performDue(app)
    })
    undo.push(startClock(() => app.background.run('due work', () => performDue(app))))
    return { urls: { http: `http://localhost:${port}`, page: sandbox && `http://localhost:${port}/` }, app, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

interface Starting {
  readonly undo: (() => Promise<unknown>)[]
  readonly log: Log
}

async function openLocalStore(config: Config, { undo, log }: Starting): Promise<string> {
  // With a database of one's own it is not even loaded.
  const { StoreError, startStore } = await import('./local/mongo/index.ts')
  try {
    const { uri, portUri, found, stop } = await startStore({
      dir: join(config.dataDir, 'store'),
      port: config.storePort,
    })
    undo.push(stop)
    const { problems, ...size } = found
    log.info({ ...size, ...(portUri ? { uri: portUri } : {}) }, 'the embedded store is open')
    if (problems.length > 0) log.error({ problems }, 'the embedded store is damaged; see npm run store -- check')
    return uri
  } catch (error) {
    if (error instanceof StoreError) throw new StartError(error.message)
    throw error
  }
}

async function openStore(config: Config, starting: Starting) {
  const { undo } = starting
  const uri = config.mongodbUri ?? (await openLocalStore(config, starting))
  try {
    const store = await connectStore(uri)
    undo.push(() => store.close())
    return store
  } catch (error) {
    if (error instanceof ServiceError)
      throw new StartError(
        `The database does not answer (${error.code}). Check MONGODB_URI and that MongoDB is running.`,
      )
    throw error
  }
}

async function openSandbox(config: Config, { now, pace }: { now?: () => number; pace?: Pace }): Promise<Sandbox> {
  const { startSandbox } = await import('./sandbox.ts')
  return startSandbox({
    dir: join(config.dataDir, 'workspace'),
    ...(now ? { now } : {}),
    ...(pace ? { rateClock: pace.now } : {}),
  })
}

/** Moving the sandbox's clock moves its rate limits, so what waits for them here goes by the same time. */
function paceOf(sandbox: Sandbox | undefined, pace: Pace = realPace): Pace {
  return sandbox ? { ...pace, now: () => sandbox.workspace.rateNow() } : pace
}

function sandboxSlack(sandbox: Sandbox | undefined, port: number): SlackConfig {
  if (!sandbox) throw new Error('neither a workspace nor the sandbox')
  const { botToken, appToken } = sandbox.credentials
  return { botToken, apiUrl: `http://127.0.0.1:${port}/api/`, delivery: { kind: 'socket', appToken } }
}

async function listen(server: Server, { port, host }: Config): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new StartError(
          error.code === 'EADDRINUSE'
            ? `Port ${port} is in use by another program. Set PORT to a free one.`
            : `Cannot listen on ${host ?? 'all addresses'}, port ${port} (${error.code}). Set HOST or PORT.`,
        ),
      ),
    )
    server.listen(port, host, resolve)
  })
  return (server.address() as AddressInfo).port
}

function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeIdleConnections()
    // Event streams and long polls never end by themselves.
    setTimeout(() => server.closeAllConnections(), 500).unref()
  })
}

const signInAttempts = 6

/** A wrong token is the operator's to mend; anything else may pass while Slack or the network recovers. */
async function signIn(attempt: () => Promise<Workspace>, log: Log): Promise<Workspace> {
  for (let nth = 1; ; nth++) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      if (error.outcome === 'permanent-auth')
        throw new StartError(
          `Slack refuses SLACK_BOT_TOKEN (${error.code}). Copy it again from the app’s “Install App” page.`,
        )
      if (nth === signInAttempts || !error.canRetry)
        throw new StartError(`Slack does not answer (${error.code}). Check the network and SLACK_API_URL.`)
      log.warn({ code: error.code, attempt: nth }, 'slack does not answer yet')
      await sleep(Math.min(500 * 2 ** nth, 10_000))
    }
  }
}

/** Lets what is under way finish; what does not in time is taken up by the next start. */
async function drain(app: App, atMostMs: number): Promise<void> {
  await Promise.race([app.background.idle(), sleep(atMostMs, undefined, { ref: false })])
}
