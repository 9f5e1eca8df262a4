import { afterPrefix, beginsWith, type Entry, type Range } from './key-range.ts'

/**
 * A stretch of an index in which a write has seen no entries. To look takes a cursor, which costs as much as to write the entry: of values
 * that come in order, up or down as those of messages do, only the first are looked for.
 */
export class Gap {
  /** All keys of the index lie between these. */
  readonly #first: Buffer
  readonly #end: Buffer
  /** Both exclusive. */
  #low: Buffer
  #high: Buffer
  #isDescending = false
  #misses = 0
  #last: Buffer

  constructor(index: Buffer) {
    this.#first = index
    this.#end = afterPrefix(index)
    this.#low = this.#end
    this.#high = this.#end
    this.#last = index
  }

  /** True when the visit answers true for an entry whose key begins with these bytes. */
  some(prefix: Buffer, look: (range: Range) => Iterable<Entry>, visit: (entry: Entry) => boolean): boolean {
    if (this.#isWithin(prefix) && !beginsWith(this.#high, prefix)) {
      this.#misses >>= 1
      return false
    }
    this.#misses++
    // To read what comes next takes time, too: the longer it was of no use, the more rarely.
    const isWide = (this.#misses & (this.#misses - 1)) === 0
    this.#isDescending = isWide && prefix.compare(this.#last) < 0
    this.#last = prefix
    const low = this.#isDescending ? this.#first : prefix
    const high = isWide && !this.#isDescending ? this.#end : afterPrefix(prefix)
    let [near, far] = this.#isDescending ? [high, low] : [low, high]
    for (const entry of look({ low, high, reverse: this.#isDescending })) {
      if (!beginsWith(entry.key, prefix)) {
        far = entry.key
        break
      }
      if (visit(entry)) return true
      near = entry.key
    }
    this.#low = this.#isDescending ? far : near
    this.#high = this.#isDescending ? near : far
    return false
  }

  /** To be told of every entry that is written. */
  add(key: Buffer): void {
    if (!this.#isWithin(key)) return
    if (this.#isDescending) this.#high = key
    else this.#low = key
  }

  #isWithin(key: Buffer): boolean {
    return key.compare(this.#high) < 0 && key.compare(this.#low) > 0
  }
}
