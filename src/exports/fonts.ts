import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Where each is, seen from the main file of its package or from the package itself. */
const FILES = {
  regular: ['dejavu-fonts-ttf/ttf/DejaVuSans.ttf'],
  bold: ['dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'],
  italic: ['dejavu-fonts-ttf/ttf/DejaVuSans-Oblique.ttf'],
  emoji: ['@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf'],
  japanese: ['@embedpdf/fonts-jp', '../fonts/NotoSansJP-Regular.otf'],
  korean: ['@embedpdf/fonts-kr', '../fonts/NotoSansKR-Regular.otf'],
  chinese: ['@embedpdf/fonts-sc', '../fonts/NotoSansHans-Regular.otf'],
} as const satisfies Record<string, readonly [string, string?]>
export type FontName = keyof typeof FILES

/** In which words are set; the others have what these have not. */
const FONT_STYLES = ['regular', 'bold', 'italic'] as const satisfies readonly FontName[]
export type FontStyle = (typeof FONT_STYLES)[number]
/** Of the same characters, each has the forms that its readers know. */
export const HAN_FONTS = ['japanese', 'korean', 'chinese'] as const satisfies readonly FontName[]
export type HanFont = (typeof HAN_FONTS)[number]
export const FONT_NAMES: readonly FontName[] = [...FONT_STYLES, 'emoji', ...HAN_FONTS]

/**
 * Where a font is that comes with Sitrep. DejaVu covers Latin, Greek, Cyrillic, Hebrew and Arabic, and many signs; the
 * Noto fonts cover emoji, Japanese, Korean and Chinese.
 */
export function fontFile(name: FontName): string {
  const [file, beside] = FILES[name] as readonly [string, string?]
  const found = createRequire(import.meta.url).resolve(file)
  return beside ? join(dirname(found), beside) : found
}
