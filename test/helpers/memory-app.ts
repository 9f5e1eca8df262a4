import type { App, Incidents, Log } from '../../src/app/app.ts'
import { Background } from '../../src/app/background.ts'
import { repeat } from '../../src/clock.ts'
import type { Policy } from '../../src/domain/policy.ts'
import { formats } from '../../src/exports/index.ts'
import { performersFor } from '../../src/performers.ts'
import { sha256 } from '../../src/sha256.ts'
import { clearanceOf } from '../../src/slack/clearance.ts'
import { fileKeeper } from '../../src/slack/keep-files.ts'
import { permalinkOf } from '../../src/slack/permalink.ts'
import { captureRules, gatherTranscript } from '../../src/slack/transcript.ts'
import type { Workspace } from '../../src/slack/workspace.ts'
import { connectStore, type Store } from '../../src/store/connect.ts'
import { openDatabase } from './database.ts'
import { monday, policy as testPolicy } from './incidents.ts'

export { keepingLog } from '../slack/keeping-log.ts'

/** A store on a database of its own, which goes with it. */
export async function scratchStore(): Promise<Store> {
  const database = await openDatabase()
  const store = await connectStore(database.uri)
  return {
    ...store,
    close: async () => {
      await store.close()
      await database.close()
    },
  }
}

/** The app as main.ts composes it, on a clock that is moved by hand and with ids that count up. */
export function memoryApp(
  workspace: Workspace,
  given: { store: Store; log: Log; policy?: Policy; incidents?: (real: Incidents) => Incidents },
): { app: App; advance: (minutes: number) => void } {
  let at = monday.getTime()
  let ids = 0
  const { store, log, policy = testPolicy } = given
  const app: App = {
    now: () => new Date(at),
    newId: () => `${String(++ids).padStart(8, '0')}-0000-4000-8000-000000000000`,
    digest: sha256,
    log,
    policy,
    incidents: given.incidents?.(store.incidents) ?? store.incidents,
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
      now: () => new Date(at),
    }),
    keepFiles: fileKeeper(workspace, { ...store, policy, log }),
    permalinkOf: permalinkOf(workspace),
    nameOf: async id => (await store.pseudonyms.all()).get(id)?.name ?? workspace.nameOf(id),
    pseudonyms: store.pseudonyms.now,
    formats,
    clearance: clearanceOf(workspace),
    personalLink: (user, below = '') => `https://sitrep.example/people/${user}/reviews/${below}?key=test`,
    reviewLink: (incident, extension) => `https://sitrep.example/incidents/${incident}/review.${extension}?key=test`,
    background: new Background(log),
    repeat,
  }
  return {
    app,
    advance: minutes => {
      at += minutes * 60_000
    },
  }
}
