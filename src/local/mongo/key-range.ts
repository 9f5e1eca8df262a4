export interface Entry {
  readonly key: Buffer
  readonly value: Buffer
}

export interface Range {
  /** Inclusive, in both directions the lower end. */
  readonly low: Buffer
  /** Exclusive upper end. */
  readonly high: Buffer
  readonly reverse?: boolean
}

/** The first key that does not begin with these bytes. */
export function afterPrefix(prefix: Buffer): Buffer {
  let end = prefix.length
  while (end > 0 && prefix[end - 1] === 255) end--
  const after = Buffer.from(prefix.subarray(0, end))
  if (end > 0) after[end - 1] = (after[end - 1] ?? 0) + 1
  return after
}

export function beginsWith(key: Buffer, prefix: Buffer): boolean {
  return key.length >= prefix.length && prefix.compare(key, 0, prefix.length) === 0
}
