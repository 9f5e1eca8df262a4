import { canonicalJson } from '../domain/canonical-json.ts'
import { addMinutes } from '../domain/duration.ts'
import type { Incident } from '../domain/incident.ts'
import type { Stamp } from '../domain/timeline.ts'
import { abandon, nextWorkAt, outstandingWork, settle, type Work } from '../domain/work.ts'
import { ServiceError } from '../errors.ts'
import { type App, type Claim, type Performer, update } from './app.ts'

/** How long the work of a process that died waits for another; work that takes longer renews its claim. */
const leaseMs = 60_000
const renewEveryMs = 20_000
/** Another system may be away for long; a promise to people is not dropped because of that. */
const giveUpAfterMs = 24 * 3_600_000
/** A bug of ours does not go away by waiting. */
const maxAttemptsOnBug = 8
const incidentsAtOnce = 4
/** Until a lane is asked for again that another process has in hand. */
const sharedLaneWaitMs = 1_000

/** Lanes that this process is working in, so that it does not ask the database about them again. */
const inHand = new WeakMap<App, Set<string>>()

function stamp(app: App, work: Work): Stamp {
  return { by: 'sitrep', via: work.kind === 'write-holding-update' ? 'clock' : 'bot', at: app.now() }
}

/** Waits that double from 2 seconds to 5 minutes. */
function retryAt(now: Date, attempt: number): Date {
  return new Date(now.getTime() + Math.min(2_000 * 2 ** (attempt - 1), 300_000))
}

/** Does everything that is outstanding for one incident, and what becomes possible by it. One failure stops nothing else. */
export async function perform(app: App, id: string): Promise<void> {
  const incident = await app.incidents.get(id)
  if (!incident) return
  const busy = inHand.get(app) ?? new Set<string>()
  inHand.set(app, busy)
  const works = firstOfEachLane(outstandingWork(incident, app.policy, app.now())).filter(work => !busy.has(work.lane))
  await Promise.all(
    works.map(async work => {
      busy.add(work.lane)
      let isSettled = false
      try {
        isSettled = await performOne(app, incident, work)
      } finally {
        busy.delete(work.lane)
      }
      if (isSettled) await perform(app, id)
    }),
  )
}

/** Work of one lane is done in the order of its facts. */
function firstOfEachLane(works: readonly Work[]): Work[] {
  return works.filter((work, index) => works.findIndex(other => other.lane === work.lane) === index)
}

/** True when there may be more to do now. */
async function performOne(app: App, incident: Incident, { lane, sharedLane }: Work): Promise<boolean> {
  const claim = await claimLane(app, lane)
  if (!claim) return false
  if (sharedLane === undefined) return performClaimed(app, incident.id, { claim })
  return inTurn(app, sharedLane, async () => {
    const sharedClaim = await claimLane(app, sharedLane)
    if (sharedClaim) return performClaimed(app, incident.id, { claim, sharedClaim })
    const at = new Date(app.now().getTime() + sharedLaneWaitMs)
    await app.deliveries.postpone(claim, { at, reason: 'another incident is written there', counted: false })
    return false
  })
}

function claimLane(app: App, lane: string): Promise<Claim | undefined> {
  return app.deliveries.claim({ lane, token: app.newId(), now: app.now(), leaseMs })
}

interface Claims {
  readonly claim: Claim
  readonly sharedClaim?: Claim
}

/** A lane that incidents share is let go of after the one that is the incident's own was settled. */
async function performClaimed(app: App, id: string, claims: Claims): Promise<boolean> {
  const { claim, sharedClaim } = claims
  const release = async () => {
    if (sharedClaim) await app.deliveries.release(sharedClaim)
    await app.deliveries.release(claim)
  }
  // What is done is decided on the incident as it is once the lane is ours: it may be settled, or a later occasion.
  const current = await app.incidents.get(id)
  const work =
    current && outstandingWork(current, app.policy, app.now()).find(candidate => candidate.lane === claim.lane)
  if (!current || !work || work.sharedLane !== sharedClaim?.lane) {
    await release()
    // What is to be done in this lane now needs another one besides.
    return work !== undefined
  }
  const hold = holdOn(app, claims)
  try {
    const performer = app.performers[work.kind] as Performer
    const achievement = await performer({ work, incident: current, ...claims, signal: hold.signal }, app)
    await update(app, current.id, latest => {
      if (latest.settled.includes(work.key)) return latest
      return settle(achievement ? achievement(latest, stamp(app, work)) : latest, work)
    })
  } catch (error) {
    // Whoever comes next looks for what this attempt may have posted.
    if (sharedClaim) await app.deliveries.postpone(sharedClaim, { at: app.now(), reason: 'failed', counted: true })
    if (!hold.signal.aborted) return await handleFailure(app, { incident: current, work, claim, error })
    app.log.warn({ incident: id, work: work.key }, 'work stopped: another process has taken it over')
    return false
  } finally {
    hold.letGo()
  }
  await release()
  return true
}

/** Renews the claims while the work goes on; the signal says when one was lost all the same. */
function holdOn(app: App, { claim, sharedClaim }: Claims): { signal: AbortSignal; letGo: () => void } {
  const lost = new AbortController()
  const held = sharedClaim ? [claim, sharedClaim] : [claim]
  const renew = async () => {
    const renewed = await Promise.all(held.map(one => app.deliveries.renew(one, { now: app.now(), leaseMs })))
    if (!renewed.every(isOurs => isOurs)) lost.abort(new Error('the claim on the work was lost'))
  }
  const letGo = app.repeat(renewEveryMs, () => app.background.run('renewing a claim', renew))
  return { signal: lost.signal, letGo }
}

/** What waits for whom in this process, so that it does not ask the database again and again. */
const turns = new WeakMap<App, Map<string, Promise<unknown>>>()

/** Runs after everything else that this process does in this lane. */
async function inTurn<Result>(app: App, lane: string, run: () => Promise<Result>): Promise<Result> {
  const queues = turns.get(app) ?? new Map<string, Promise<unknown>>()
  turns.set(app, queues)
  const before = queues.get(lane) ?? Promise.resolve()
  const turn = before.then(run, run)
  queues.set(lane, turn)
  try {
    return await turn
  } finally {
    if (queues.get(lane) === turn) queues.delete(lane)
  }
}

async function handleFailure(
  app: App,
  failure: { incident: Incident; work: Work; claim: Claim; error: unknown },
): Promise<boolean> {
  const { incident, work, claim, error } = failure
  const log = { incident: incident.id, work: work.key, attempt: claim.attempt }
  const isService = error instanceof ServiceError
  const reason = isService ? error.code : 'internal error'
  if (!isService) app.log.error({ ...log, err: error }, 'work failed on a bug')

  if (isService && error.outcome === 'rate-limited') {
    const at = new Date(app.now().getTime() + (error.retryAfterMs ?? 1_000))
    await app.deliveries.postpone(claim, { at, reason, counted: false })
    return false
  }
  if (isService && error.outcome === 'permanent-auth') {
    // Only the operator can mend this: the work keeps its place until then.
    app.log.error({ ...log, reason }, 'slack refuses the token; check SLACK_BOT_TOKEN')
    await app.deliveries.postpone(claim, { at: addMinutes(app.now(), 1), reason, counted: false })
    return false
  }
  const isHopeless = isService
    ? !error.canRetry || app.now().getTime() - claim.since.getTime() >= giveUpAfterMs
    : claim.attempt >= maxAttemptsOnBug
  if (isHopeless) {
    app.log.warn({ ...log, reason }, 'work given up')
    await update(app, incident.id, latest => abandon(latest, { work, reason }, stamp(app, work)))
    await app.deliveries.release(claim)
    return true
  }
  app.log.info({ ...log, reason }, 'work will be tried again')
  await app.deliveries.postpone(claim, { at: retryAt(app.now(), claim.attempt), reason, counted: true })
  return false
}

/** What is to be done, and when, follows from the policy too: after a change of it every incident is looked at once. */
export async function followPolicy(app: App): Promise<void> {
  const policy = app.digest(canonicalJson(app.policy))
  await app.incidents.reschedule(policy, incident => nextWorkAt(incident, app.policy, app.now()))
}

/** Does all work that is due, for every incident. Called by the clock, at start and after the clock was moved. */
export async function performDue(app: App): Promise<void> {
  const ids = await app.incidents.due(app.now())
  const next = ids[Symbol.iterator]()
  const worker = async () => {
    for (const id of next) {
      try {
        await perform(app, id)
      } catch (error) {
        app.log.error({ err: error, incident: id }, 'could not do the work of this incident')
      }
    }
  }
  await Promise.all(Array.from({ length: incidentsAtOnce }, worker))
}
