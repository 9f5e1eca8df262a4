import { Long } from 'bson'
import { type Doc, isDoc, maxDocumentBytes } from './bson.ts'
import type { Host } from './commands.ts'
import { CommandError } from './errors.ts'
import { maxMessageBytes } from './wire.ts'

/** The release of MongoDB whose behaviour this server follows. */
export const version = '7.0.0'
const maxWireVersion = 21

/** A standalone server: the driver neither retries writes by number nor looks for other members. */
export function hello(host: Host): Doc {
  return {
    helloOk: true,
    isWritablePrimary: true,
    ismaster: true,
    maxBsonObjectSize: maxDocumentBytes,
    maxMessageSizeBytes: maxMessageBytes,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: host.connectionId,
    minWireVersion: 0,
    maxWireVersion,
    readOnly: false,
  }
}

export function buildInfo(): Doc {
  return {
    version,
    versionArray: [7, 0, 0, 0],
    gitVersion: 'sitrep',
    modules: [],
    storageEngines: ['lmdb'],
    bits: 64,
    debug: false,
    maxBsonObjectSize: maxDocumentBytes,
  }
}

export function connectionStatus(): Doc {
  return { authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } }
}

const parameters: Doc = { featureCompatibilityVersion: { version: '7.0' }, transactionLifetimeLimitSeconds: 60 }

export function getParameter(_: Host, command: Doc): Doc {
  const { getParameter: wanted } = command
  if (wanted === '*' || (isDoc(wanted) && wanted.allParameters === true)) return parameters
  const found = Object.entries(parameters).filter(([name]) => name in command)
  if (found.length === 0) throw new CommandError('InvalidOptions', 'no option found to get')
  return Object.fromEntries(found)
}

export function serverStatus(host: Host): Doc {
  const { rss, heapUsed } = process.memoryUsage()
  return {
    host: 'localhost',
    version,
    process: 'sitrep',
    pid: Long.fromNumber(process.pid),
    uptime: (Date.now() - host.startedAt.getTime()) / 1000,
    localTime: new Date(),
    connections: { current: host.connections() },
    metrics: { cursor: { open: { total: host.cursors.count } } },
    mem: { resident: Math.round(rss / 2 ** 20), heap: Math.round(heapUsed / 2 ** 20) },
    storageEngine: { name: 'lmdb', persistent: true },
  }
}

export const ok = (): Doc => ({})
