import { crc32, deflateSync } from 'node:zlib'
import { pixelsOf } from './picture-png.ts'

/** A picture as a PDF takes it, and its size in pixels. */
export interface Drawable {
  readonly source: Buffer
  readonly width: number
  readonly height: number
}

/** Beyond this, a small file could need all the memory there is. */
const mostPixels = 40_000_000
/** Sharp enough on paper at the width of a page. */
const widest = 1_200

/**
 * Whatever people sent is drawn anew, without transparency: PDFKit would decode it in a callback, in which a damaged
 * file ends the process. Undefined where it is no picture that can be read.
 */
export async function drawable(content: Uint8Array, mediaType: string): Promise<Drawable | undefined> {
  const size = sizeOf(Buffer.from(content))
  if (!size || size.width < 1 || size.height < 1 || size.width * size.height > mostPixels) return undefined
  const width = Math.min(size.width, widest)
  const drawn = await pixelsOf({ content, mediaType, ...size }, width)
  if (isBlank(drawn.pixels)) return undefined
  return { source: flatPng(drawn), width: drawn.width, height: drawn.height }
}

interface Size {
  readonly width: number
  readonly height: number
}

/** As the head of the file says: PNG, GIF or JPEG, which are what can be drawn. */
function sizeOf(file: Buffer): Size | undefined {
  try {
    if (file.readUInt32BE(0) === 0x89504e47) return { width: file.readUInt32BE(16), height: file.readUInt32BE(20) }
    if (file.toString('latin1', 0, 4) === 'GIF8') return { width: file.readUInt16LE(6), height: file.readUInt16LE(8) }
    return file.readUInt16BE(0) === 0xffd8 ? sizeOfJpeg(file) : undefined
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** From one marker to the next, until one says how large the frame is (ITU T.81, B.2.2). */
function sizeOfJpeg(file: Buffer): Size {
  let at = 2
  for (;;) {
    const marker = file.readUInt16BE(at)
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)
    if (isFrame) return { height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) }
    at += 2 + file.readUInt16BE(at + 2)
  }
}

/** Nothing covers anything: the file could not be read. */
function isBlank(pixels: Uint8Array): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 0) return false
  return true
}

/** On white, in red, green and blue: a PNG that goes into a PDF as it is. */
function flatPng({ pixels, width, height }: Size & { readonly pixels: Uint8Array }): Buffer {
  const rows = Buffer.alloc(height * (1 + 3 * width))
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = 4 * (y * width + x)
      const to = y * (1 + 3 * width) + 1 + 3 * x
      const white = 255 - (pixels[from + 3] ?? 0)
      // What is drawn has its transparency multiplied in already.
      for (let part = 0; part < 3; part++) rows[to + part] = Math.min(255, (pixels[from + part] ?? 0) + white)
    }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const around = Buffer.alloc(8)
  around.writeUInt32BE(content.length, 0)
  around.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)])
}
