import { crc32, deflateSync } from 'node:zlib'

type Colour = readonly [red: number, green: number, blue: number, opacity: number]

/** A PNG with transparency, pixel by pixel. */
export function pngOf(width: number, height: number, colourAt: (x: number, y: number) => Colour): Buffer {
  const rows = Array.from({ length: height }, (_, y) => [
    0,
    ...Array.from({ length: width }, (_, x) => colourAt(x, y)).flat(),
  ])
  return pngWith({ width, height }, deflateSync(Buffer.from(rows.flat())))
}

/** A PNG that says that it is so large and holds these bytes, whatever they are. */
export function pngWith({ width, height }: { width: number; height: number }, data: Buffer): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 6, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    ...[
      ['IHDR', head],
      ['IDAT', data],
      ['IEND', Buffer.alloc(0)],
    ].map(chunk),
  ])
}

function chunk([type, content]: (string | Buffer)[]): Buffer {
  const named = Buffer.concat([Buffer.from(String(type), 'latin1'), Buffer.from(content ?? '')])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(named.length - 4)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
