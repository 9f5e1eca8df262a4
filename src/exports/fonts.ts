import { createRequire } from 'node:module'

const FILES = { regular: 'DejaVuSans.ttf', bold: 'DejaVuSans-Bold.ttf', italic: 'DejaVuSans-Oblique.ttf' } as const
export type FontStyle = keyof typeof FILES

/** Where a font is that comes with Sitrep; it covers Latin, Greek and Cyrillic, and many signs. */
export function fontFile(style: FontStyle): string {
  return createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${FILES[style]}`)
}
