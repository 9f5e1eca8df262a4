/** Thrown by startStore when the folder cannot be used; the message says what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
}

/** The error codes of MongoDB that this server answers, by name (mongo/base/error_codes.yml). */
const codes = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  Unauthorized: 13,
  TypeMismatch: 14,
  InvalidLength: 16,
  IllegalOperation: 20,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  EmptyFieldName: 56,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  NotAReplicaSet: 123,
  CannotIndexParallelArrays: 171,
  NotImplemented: 238,
  IndexBuildAborted: 276,
  NamespaceNotFound: 26,
  ClientMarkedKilled: 46841,
  DuplicateKey: 11000,
  OutOfDiskSpace: 14031,
  BSONObjectTooLarge: 10334,
  KeyTooLong: 17280,
  InvalidRegex: 51091,
  UnknownField: 40415,
  MissingField: 40414,
  EmptyFieldPath: 15998,
  UndefinedVariable: 17276,
  Location16020: 16020,
  Location28667: 28667,
  Location1257300: 1257300,
  NotSingleValueField: 54,
  InvalidBSON: 22,
  Overflow: 15,
  InvalidPipelineOperator: 168,
  InvalidStage: 40324,
  ProjectionInclusionInExclusion: 31253,
  ProjectionExclusionInInclusion: 31254,
} as const

export type CodeName = keyof typeof codes

/** A refusal in MongoDB's own terms: it becomes `{ ok: 0, code, codeName, errmsg }`. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly code: number
  readonly codeName: CodeName
  readonly details: Readonly<Record<string, unknown>>

  constructor(codeName: CodeName, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.code = codes[codeName]
    this.codeName = codeName
    this.details = details
  }
}

/** The refusal of something MongoDB has and this server does not. */
export function notSupported(what: string): CommandError {
  return new CommandError('NotImplemented', `${what} is not supported by Sitrep's embedded store`)
}
