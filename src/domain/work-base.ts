/** What all work has that Sitrep has to do for an incident. */
export interface WorkBase {
  /** Made of facts alone: equal facts give equal keys on every machine. */
  readonly key: string
  /** Work in one lane is done one piece at a time; live work shares a lane, so an older state never overtakes a newer. */
  readonly lane: string
  readonly dueAt: Date
}
