/**
 * The checksum in mongodump's archives: CRC-64 with ECMA-182's polynomial, bits reflected, all ones before and after
 * (https://pkg.go.dev/hash/crc64). Two halves of 32 bits, because bigints are many times slower.
 */
const [polynomialHigh, polynomialLow] = [0xc96c5795, 0xd7870f42]
const tableHigh = new Uint32Array(256)
const tableLow = new Uint32Array(256)

for (let byte = 0; byte < 256; byte++) {
  let [high, low] = [0, byte]
  for (let bit = 0; bit < 8; bit++) {
    const isOdd = (low & 1) === 1
    low = ((low >>> 1) | (high << 31)) >>> 0
    high >>>= 1
    if (isOdd) {
      high = (high ^ polynomialHigh) >>> 0
      low = (low ^ polynomialLow) >>> 0
    }
  }
  tableHigh[byte] = high
  tableLow[byte] = low
}

export class Crc64 {
  #high = 0xffffffff
  #low = 0xffffffff

  update(bytes: Uint8Array): void {
    let [high, low] = [this.#high, this.#low]
    for (let i = 0; i < bytes.length; i++) {
      const at = (low ^ (bytes[i] ?? 0)) & 255
      low = ((low >>> 8) | (high << 24)) ^ (tableLow[at] ?? 0)
      high = (high >>> 8) ^ (tableHigh[at] ?? 0)
    }
    this.#high = high >>> 0
    this.#low = low >>> 0
  }

  /** As the signed number that BSON holds. */
  get value(): bigint {
    return BigInt.asIntN(64, ~((BigInt(this.#high) << 32n) | BigInt(this.#low)))
  }
}
