import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { fontFile } from './fonts.ts'

let ready: Promise<Uint8Array[]> | undefined

/** The engine and its fonts, once for the process: no font of the system is asked for, so pictures are alike everywhere. */
function prepare(): Promise<Uint8Array[]> {
  ready ??= (async () => {
    await initWasm(await readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')))
    return Promise.all([readFile(fontFile('regular')), readFile(fontFile('bold'))])
  })()
  return ready
}

/** An SVG as a PNG, twice as wide as it says, so that it stays sharp. */
export async function pngOf(svg: string): Promise<Uint8Array> {
  const fontBuffers = await prepare()
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: 2 },
    font: { fontBuffers, defaultFontFamily: 'DejaVu Sans' },
  })
  try {
    return drawing.render().asPng()
  } finally {
    drawing.free()
  }
}

interface Raster {
  readonly content: Uint8Array
  readonly mediaType: string
  readonly width: number
  readonly height: number
}

/** A picture at this width: red, green, blue and how much it covers, for each pixel. Nothing covers where it is damaged. */
export async function pixelsOf(
  { content, mediaType, width, height }: Raster,
  drawnWidth: number,
): Promise<{ readonly pixels: Uint8Array; readonly width: number; readonly height: number }> {
  await prepare()
  const href = `data:${mediaType};base64,${Buffer.from(content).toString('base64')}`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="${href}"/></svg>`
  const drawing = new Resvg(svg, { fitTo: { mode: 'width', value: drawnWidth } })
  try {
    const drawn = drawing.render()
    return { pixels: drawn.pixels, width: drawn.width, height: drawn.height }
  } finally {
    drawing.free()
  }
}
