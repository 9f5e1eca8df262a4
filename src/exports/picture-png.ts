import { renderAsync } from '@resvg/resvg-js'
import { type FontName, fontFile } from './fonts.ts'

/** An SVG as a PNG, twice as wide as it says, so that it stays sharp; `fonts` have what that of the text has not. */
export async function pngOf(svg: string, fonts: readonly FontName[]): Promise<Uint8Array> {
  const drawn = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: 2 },
    // No font of the system is asked for, so pictures are alike everywhere.
    font: {
      fontFiles: ['regular' as const, 'bold' as const, ...fonts].map(fontFile),
      loadSystemFonts: false,
      defaultFontFamily: 'DejaVu Sans',
    },
  })
  return drawn.asPng()
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
  const href = `data:${mediaType};base64,${Buffer.from(content).toString('base64')}`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="${href}"/></svg>`
  const drawn = await renderAsync(svg, {
    fitTo: { mode: 'width', value: drawnWidth },
    font: { loadSystemFonts: false },
  })
  return { pixels: drawn.pixels, width: drawn.width, height: drawn.height }
}
