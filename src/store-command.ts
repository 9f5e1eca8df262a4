import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { environmentSchema } from './config.ts'
import {
  backUp,
  checkStore,
  measureStore,
  restore,
  StoreError,
  startSnapshot,
  startStore,
} from './local/mongo/index.ts'
import { type CopiedCollection, CopyError, copyDatabase } from './store/copy.ts'

const usage = `Keeps and moves the data of the embedded store, which is in DATA_DIR.

  npm run store -- check                    holds every document against every index
  npm run store -- stats                    what is in it, how much, and who uses it
  npm run store -- backup <file>            everything as it is at one moment; mongorestore --archive reads it.
                                            A name that ends in .gz is compressed
  npm run store -- restore <file>           puts a backup, or an archive of mongodump, in the place of the data
  npm run store -- copy --to <mongodb-uri>  to a MongoDB: all collections and indexes, compared afterwards
  npm run store -- copy --from <mongodb-uri>  and back
      --force                               replace what is there already
  npm run store -- --help                   this text

check, stats, backup and copy --to work while Sitrep runs; for the others stop it.`

/** Where the command speaks. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  say(text: string): void
  complain(text: string): void
  /** Replaces the line before; an empty one takes it away. */
  showProgress(line: string): void
}

const barWidth = 24

function bar(what: string, done: number, total: number): string {
  const share = total === 0 ? 1 : Math.min(1, done / total)
  const filled = Math.round(share * barWidth)
  return `${what.padEnd(28)} [${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}] ${Math.floor(share * 100)} %`
}

/** At once for what is new, then at most ten times a second. */
function progressOn(terminal: Terminal): (what: string, done: number, total: number) => void {
  let last = { what: '', at: 0 }
  return (what, done, total) => {
    const at = performance.now()
    if (what === last.what && at - last.at < 100) return
    last = { what, at }
    terminal.showProgress(bar(what, done, total))
  }
}

const number = (value: number): string => value.toLocaleString('en-GB')
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  return rows.map(row => `  ${line(row)}`).join('\n')
}

/** Says what is wrong with the command, and how it is used: exit code 2. */
class UsageError extends Error {
  override readonly name = 'UsageError'
}

interface Call {
  readonly dir: string
  readonly operands: readonly string[]
  readonly force: boolean
  readonly to: string | undefined
  readonly from: string | undefined
  readonly terminal: Terminal
  readonly progress: (what: string, done: number, total: number) => void
}

async function check({ dir, terminal, progress }: Call): Promise<number> {
  const { collections, problems } = await checkStore(dir, (done, total) => progress('checking', done, total))
  terminal.showProgress('')
  const documents = collections.reduce((all, each) => all + each.documents, 0)
  const entries = collections.flatMap(each => Object.values(each.entries)).reduce((all, each) => all + each, 0)
  const what = `${number(documents)} documents in ${collections.length} collections, ${number(entries)} index entries`
  if (problems.length === 0) {
    terminal.say(`All is well: ${what}.`)
    return 0
  }
  const shown = problems.slice(0, 20).map(problem => `  ${problem}`)
  const rest = problems.length > 20 ? [`  and ${number(problems.length - 20)} more`] : []
  terminal.complain(
    [`${number(problems.length)} problems among ${what}:`, ...shown, ...rest, 'Restore a backup.'].join('\n'),
  )
  return 1
}

async function stats({ dir, terminal }: Call): Promise<number> {
  const { collections, fileBytes, usedBytes, usedBy } = await measureStore(dir)
  const rows = collections.map(({ ns, documents, bytes, entries }) => [
    ns,
    number(documents),
    megabytes(bytes),
    number(Object.keys(entries).length + 1),
  ])
  terminal.say(
    [
      `Folder   ${dir}`,
      `File     ${megabytes(fileBytes)}, of which ${megabytes(usedBytes)} are in use`,
      `Used by  ${usedBy === undefined ? 'nobody' : `the process ${usedBy}`}`,
      '',
      table([['collection', 'documents', 'size', 'indexes'], ...rows]),
    ].join('\n'),
  )
  return 0
}

async function backup({ dir, operands: [file = ''], force, terminal, progress }: Call): Promise<number> {
  const { documents, collections } = await backUp({ dir, file, force }, (done, total) =>
    progress('backing up', done, total),
  )
  terminal.showProgress('')
  terminal.say(`Wrote ${number(documents)} documents of ${collections} collections to ${file}.`)
  return 0
}

async function restoreFile({ dir, operands: [file = ''], force, terminal, progress }: Call): Promise<number> {
  const { documents, collections } = await restore({ dir, file, force }, share => progress('restoring', share, 1))
  terminal.showProgress('')
  terminal.say(`Restored and checked ${number(documents)} documents of ${collections} collections.`)
  return 0
}

async function copy({ dir, to, from, force, terminal, progress }: Call): Promise<number> {
  if ((to === undefined) === (from === undefined)) throw new UsageError('Say either --to or --from, with an address.')
  const store = to === undefined ? await startStore({ dir }) : await startSnapshot({ dir })
  try {
    const copied = await copyDatabase({
      from: from ?? store.uri,
      to: to ?? store.uri,
      force,
      onStep: ({ what, collection, done, total }) => progress(`${what} ${collection}`, done, total),
    })
    terminal.showProgress('')
    terminal.say(copiedText(copied))
    if (to !== undefined) terminal.say('To use it, start Sitrep with MONGODB_URI set to that address.')
    return 0
  } finally {
    await store.stop()
  }
}

function copiedText(copied: readonly CopiedCollection[]): string {
  const rows = copied.map(({ name, documents, changed, indexes, hash }) => [
    name,
    number(documents),
    number(changed),
    number(indexes),
    hash.slice(0, 12),
  ])
  const changed = copied.reduce((all, each) => all + each.changed, 0)
  return [
    table([['collection', 'documents', 'written', 'indexes', 'hash'], ...rows]),
    `Counts and hashes are the same on both sides. ${changed === 0 ? 'There was nothing to copy.' : `${number(changed)} documents were written.`}`,
  ].join('\n')
}

const commands: Readonly<
  Record<string, { readonly run: (call: Call) => Promise<number>; readonly operands: string[] }>
> = {
  check: { run: check, operands: [] },
  stats: { run: stats, operands: [] },
  backup: { run: backup, operands: ['file'] },
  restore: { run: restoreFile, operands: ['file'] },
  copy: { run: copy, operands: [] },
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        force: { type: 'boolean' },
        to: { type: 'string' },
        from: { type: 'string' },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function callFor(args: readonly string[], terminal: Terminal): { run: () => Promise<number> } {
  const { values, positionals } = parse(args)
  const [name, ...operands] = positionals
  if (values.help)
    return {
      run: async () => {
        terminal.say(usage)
        return 0
      },
    }
  const command = name === undefined ? undefined : commands[name]
  if (!command)
    throw new UsageError(
      name === undefined ? `Say what to do: ${Object.keys(commands).join(', ')}.` : `There is no command ${name}.`,
    )
  if (operands.length < command.operands.length) throw new UsageError(`Name the file to ${name}.`)
  if (operands.length > command.operands.length) throw new UsageError(`${operands.at(-1)} is too much.`)
  const dataDir = environmentSchema.shape.DATA_DIR.parse(terminal.env.DATA_DIR || undefined)
  const call: Call = {
    dir: join(dataDir, 'store'),
    operands,
    force: values.force ?? false,
    to: values.to,
    from: values.from,
    terminal,
    progress: progressOn(terminal),
  }
  return { run: () => command.run(call) }
}

/** Does what the command line says. Answers the exit code: 1 when it did not work, 2 for a command that is wrong. */
export async function runStoreCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await callFor(args, terminal).run()
  } catch (error) {
    terminal.showProgress('')
    if (error instanceof UsageError) {
      terminal.complain(`${error.message}\n\n${usage}`)
      return 2
    }
    if (!(error instanceof StoreError || error instanceof CopyError)) throw error
    terminal.complain(error.message)
    return 1
  }
}
