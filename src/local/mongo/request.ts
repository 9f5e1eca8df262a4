import { type Doc, isDoc, toNumber } from './bson.ts'
import { CommandError, notSupported } from './errors.ts'

/** The fields any command may have; what else it has must be declared in the table of commands. */
const generic = new Set([
  '$db',
  'lsid',
  '$clusterTime',
  '$readPreference',
  'readConcern',
  'writeConcern',
  'comment',
  'maxTimeMS',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
  'txnNumber',
  'autocommit',
  'startTransaction',
  'stmtId',
  'stmtIds',
  '$audit',
  '$client',
  'databaseVersion',
  'help',
  'rawData',
])

export function unknownField(name: string): CommandError {
  return new CommandError('UnknownField', `BSON field '${name}' is an unknown field.`)
}

/** Refuses fields that the command would otherwise silently leave out of account. */
export function checkFields(command: Doc, name: string, known: ReadonlySet<string>): void {
  for (const field of Object.keys(command)) {
    if (field === name || generic.has(field) || known.has(field)) continue
    throw unknownField(`${name}.${field}`)
  }
  if (command.startTransaction !== undefined || command.autocommit !== undefined || command.txnNumber !== undefined) {
    throw new CommandError('IllegalOperation', 'Transaction numbers are only allowed on a replica set member or mongos')
  }
  checkConcerns(command)
  checkCollation(command.collation)
}

function checkConcerns({ readConcern, writeConcern }: Doc): void {
  const level = isDoc(readConcern) ? readConcern.level : undefined
  if (level === 'snapshot' || level === 'linearizable') {
    throw new CommandError('NotAReplicaSet', 'node needs to be a replica set member to use read concern')
  }
  const w = isDoc(writeConcern) ? toNumber(writeConcern.w) : undefined
  if (w !== undefined && w > 1) throw new CommandError('BadValue', "cannot use 'w' > 1 when a host is not replicated")
}

export function checkCollation(collation: unknown): void {
  if (collation === undefined || (isDoc(collation) && collation.locale === 'simple')) return
  throw notSupported('A collation')
}

export function databaseOf(command: Doc): string {
  const name = command.$db
  if (typeof name !== 'string' || name === '' || /[/\\. "$\0]/.test(name)) {
    throw new CommandError('InvalidNamespace', `Invalid database name: '${String(name)}'`)
  }
  return name
}

const maxNamespaceBytes = 255

/** The namespace a command names: `db.collection`. */
export function namespaceOf(command: Doc, field: string): string {
  const name = command[field]
  if (typeof name !== 'string' || name === '' || name.startsWith('.') || name.includes('$') || name.includes('\0')) {
    throw new CommandError('InvalidNamespace', `Invalid collection name specified: '${String(name)}'`)
  }
  const ns = `${databaseOf(command)}.${name}`
  if (Buffer.byteLength(ns) > maxNamespaceBytes)
    throw new CommandError(
      'InvalidNamespace',
      `Fully qualified namespace is too long, at most ${maxNamespaceBytes} bytes`,
    )
  return ns
}

export function docField(command: Doc, name: string): Doc | undefined {
  const value = command[name]
  if (value === undefined || value === null) return undefined
  if (!isDoc(value))
    throw new CommandError('TypeMismatch', `BSON field '${name}' is the wrong type, expected type 'object'`)
  return value
}

export function countField(command: Doc, name: string): number | undefined {
  const value = command[name]
  if (value === undefined || value === null) return undefined
  const number = toNumber(value)
  if (number === undefined)
    throw new CommandError('TypeMismatch', `BSON field '${name}' is the wrong type, expected a number`)
  if (number < 0 || !Number.isInteger(number))
    throw new CommandError('BadValue', `BSON field '${name}' value must be >= 0, actual value '${number}'`)
  return number
}
