/**
 * Where a step happens: a channel by name, the newest channel that was opened since the play began and whose name fits
 * a pattern (`#incident-*`), or the person's direct messages with the app.
 */
export type Where = `#${string}` | '@app'

interface Common {
  /** Who does it, by handle. */
  readonly as: string
  /** What the visitor reads meanwhile; without it the last caption stays. */
  readonly say?: string
  /** How long the visitor looks at it, in milliseconds; without it as long as the caption takes to read. */
  readonly forMs?: number
}

type Deed =
  | { readonly do: 'message'; readonly in: Where; readonly text: string }
  /** `to` is a part of the message's text. */
  | { readonly do: 'reaction'; readonly in: Where; readonly to: string; readonly name: string }
  /** The command as it is typed, with its slash. */
  | { readonly do: 'command'; readonly in: Where; readonly text: string }
  /** A button by what is written on it: of the newest message that has it, of the open form, of the app's home. */
  | { readonly do: 'press'; readonly in: Where | 'form' | 'home'; readonly button: string }
  /** Values for inputs of the open form, by their block ids, one after the other. */
  | { readonly do: 'fill'; readonly values: Readonly<Record<string, unknown>> }
  | { readonly do: 'submit' }
  | { readonly do: 'open-home' }
  | { readonly do: 'advance'; readonly minutes: number }
  /** Goes there and waits for a message with this text. */
  | { readonly do: 'look'; readonly in: Where; readonly for: string }

export type Step = Common & Deed
export type StepOf<D extends Step['do']> = Common & Extract<Deed, { readonly do: D }>

/** Something that people of the workspace do one after the other, for a visitor to watch. */
export interface Play {
  /** By which it is started. */
  readonly name: string
  readonly title: string
  /** What is written on the button that starts it. */
  readonly invitation?: string
  /** What the visitor will see, in a sentence. */
  readonly about: string
  readonly steps: readonly Step[]
  /** What the visitor reads when it is over. */
  readonly ending?: string
}

const readingMsPerCharacter = 38
const shortestCaptionMs = 1_200
const silentMs = 350

/** How long the visitor looks at a step at normal speed. */
export function viewingMs({ say, forMs }: Step): number {
  return forMs ?? (say ? Math.max(shortestCaptionMs, say.length * readingMsPerCharacter) : silentMs)
}
