/** Something that the app will do by itself. */
interface Due {
  readonly at: Date
  /** What it is, in a few words. */
  readonly label: string
}

/** The first thing that is due after now; null when nothing is, or when the app does not tell. */
export type NextDue = () => Promise<Due | null>
