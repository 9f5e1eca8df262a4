import { listenPrivately, uriFor } from './address.ts'
import { checkSample } from './check.ts'
import { CommandError, StoreError } from './errors.ts'
import { folderAt, openFolder, readFolder, reasonOf } from './folder.ts'
import { tidy } from './index-build.ts'
import { WireServer } from './server.ts'
import { inSnapshot, type Storage } from './storage.ts'
import { startExpiry } from './ttl.ts'

export { backUp } from './backup.ts'
export { StoreError } from './errors.ts'
export { checkStore, measureStore } from './inspect.ts'
export { restore } from './restore.ts'

/** What a start found in the folder. */
export interface Found {
  readonly documents: number
  readonly fileBytes: number
  /** True when the process that had the folder before was killed. */
  readonly wasKilled: boolean
  /** What is wrong with the documents that were looked at, each a sentence. */
  readonly problems: readonly string[]
}

/** A running store: a complete connection string, and the way to end it. */
export interface RunningStore {
  readonly uri: string
  /** The one on the port, where one was asked for. */
  readonly portUri: string | undefined
  readonly found: Found
  stop(): Promise<void>
}

/** Enough to notice a folder that was damaged or put together wrongly, little enough to cost no time. */
const sampleSize = 100

function look(storage: Storage, dir: string): Omit<Found, 'wasKilled'> {
  try {
    const { problems } = inSnapshot(storage, view => checkSample(view, sampleSize))
    const { documents, fileBytes } = storage.size()
    return { documents, fileBytes, problems }
  } catch (error) {
    throw new StoreError(`The data in ${dir} cannot be read (${reasonOf(error)}). Restore it from a backup.`)
  }
}

/** What was left half done takes no harm from waiting until there is room again. */
async function tidyWhereThereIsRoom(storage: Storage): Promise<void> {
  try {
    await tidy(storage)
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
  }
}

/**
 * Serves the data in `dir` over MongoDB's wire protocol, on a Unix socket that only the owner may use where there are such sockets, and
 * on a port of the loopback interface if one is given. Throws StoreError when the folder or the port cannot be used.
 */
export async function startStore({
  dir,
  port,
}: {
  readonly dir: string
  readonly port?: number | undefined
}): Promise<RunningStore> {
  const folder = folderAt(dir)
  const { storage, lock } = await openFolder(folder)
  const server = new WireServer(storage)
  const undo = [() => lock.release(), () => storage.close()]
  try {
    const found = { ...look(storage, folder.dir), wasKilled: lock.wasLeft }
    await tidyWhereThereIsRoom(storage)
    undo.push(() => server.stop())
    const portUri =
      port === undefined ? undefined : uriFor(`127.0.0.1:${await server.listen({ host: '127.0.0.1', port })}`)
    const { uri, remove } = await listenPrivately(server, folder.dir)
    undo.push(remove, startExpiry(storage))
    return { uri, portUri, found, stop: once(() => undoAll(undo)) }
  } catch (error) {
    await undoAll(undo)
    if (error instanceof StoreError) throw error
    const what = port === undefined ? folder.dir : `port ${port}`
    throw new StoreError(
      `The store cannot be served on ${what} (${reasonOf(error)}). Choose another STORE_PORT or folder.`,
    )
  }
}

/** Serves the data as it is now, for reading, also while another process has the folder and writes to it. */
export async function startSnapshot({ dir }: { readonly dir: string }): Promise<Pick<RunningStore, 'uri' | 'stop'>> {
  const storage = readFolder(folderAt(dir))
  const server = new WireServer(storage)
  const undo = [() => storage.close(), () => server.stop()]
  try {
    const { uri, remove } = await listenPrivately(server, undefined)
    return { uri, stop: once(() => undoAll([...undo, remove])) }
  } catch (error) {
    await undoAll(undo)
    throw error
  }
}

async function undoAll(steps: readonly (() => Promise<void> | void)[]): Promise<void> {
  for (const step of steps.toReversed()) await step()
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => (done ??= work())
}
