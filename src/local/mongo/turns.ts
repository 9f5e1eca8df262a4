/** Whom one asks for a rest. */
export type Resting = Pick<Turns, 'rest'>

/** How long something may go on looking before others have their turn. */
export const restAfterMs = 2

/**
 * Who goes next on the store's one thread. Each time the loop comes round, what was sent meanwhile is read, all writes that wait go first, and
 * then one of those who look at much goes on for a step: however many they are, a write waits for one step of one of them.
 */
export class Turns {
  readonly #write: () => void
  readonly #resting: (() => void)[] = []
  #isWriting = false
  #next: NodeJS.Immediate | undefined

  constructor(write: () => void) {
    this.#write = write
  }

  /** Asks for a turn of the writes. */
  write(): void {
    this.#isWriting = true
    this.#next ??= setImmediate(() => this.#take())
  }

  /** Lets the writes that wait, and others who rest, have their turn. */
  rest(): Promise<void> {
    return new Promise(resolve => {
      this.#resting.push(resolve)
      this.#next ??= setImmediate(() => this.#take())
    })
  }

  #take(): void {
    this.#next = undefined
    const isWriting = this.#isWriting
    this.#isWriting = false
    const goOn = this.#resting.shift()
    if (this.#resting.length > 0) this.#next = setImmediate(() => this.#take())
    if (isWriting) this.#write()
    goOn?.()
  }
}

/** Runs through what is found, taking a rest now and then, until a visit answers true. `undefined` is only a moment to rest. */
export async function drain<T>(
  turns: Resting,
  found: Iterable<T | undefined>,
  visit: (each: T) => unknown,
): Promise<void> {
  let started = performance.now()
  for (const each of found) {
    if (each !== undefined && visit(each) === true) return
    if (performance.now() - started < restAfterMs) continue
    await turns.rest()
    started = performance.now()
  }
}
