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
