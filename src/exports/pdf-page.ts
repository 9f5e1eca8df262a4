import PDFDocument from 'pdfkit'
import { FONT_NAMES, type FontName } from './fonts.ts'
import type { Glyphs, Stretch } from './glyphs.ts'

export const ink = { text: '#1d2433', soft: '#4a5363', line: '#d9dee6', pale: '#f5f7fa', link: '#1f5fa8' } as const
/** Points. */
export const page = { width: 595.28, height: 841.89, left: 48, right: 48, top: 62, bottom: 58 } as const
export const textWidth = page.width - page.left - page.right
export const floor = page.height - page.bottom

interface Metrics {
  ascender: number
  descender: number
  lineGap: number
  /** The words that were set in it before. */
  layoutCache: object
}

/** Of a whole line; absent, PDFKit measures it. */
interface Measured {
  readonly textWidth?: number
  readonly wordCount?: number
  /** What it is set into. */
  readonly lineWidth?: number
}

/** What PDFKit sets a line with, and does not tell the types of. */
declare global {
  namespace PDFKit {
    interface PDFDocument {
      _font: Metrics
      _fontSize: number
      readonly _fillColor?: Parameters<PDFDocument['fillColor']>
      readonly _fontFamilies: Readonly<Record<string, Metrics>>
      readonly _registeredFonts: object
      _fragment(text: string, x: number, y: number, options: Mixins.TextOptions & Measured): void
    }
  }
}

/** A document that takes another font for what the one that is set does not have, and knows words from right to left. */
export class Pdf extends PDFDocument {
  readonly #glyphs: Glyphs
  readonly #others = new Map<FontName, Metrics>()

  constructor(options: PDFKit.PDFDocumentOptions, glyphs: Glyphs) {
    super(options)
    this.#glyphs = glyphs
    // Opened when it is first set, and shared with who asks what it has: a font of ten thousand signs takes its room.
    for (const name of FONT_NAMES)
      Object.defineProperty(this._registeredFonts, name, { get: () => ({ src: glyphs.font(name) }) })
    // What was said is rarely said again pages later, and would be remembered to the end of the document.
    this.on('pageAdded', () => {
      for (const font of Object.values(this._fontFamilies)) font.layoutCache = Object.create(null)
    })
  }

  override widthOfString(text: string, options?: PDFKit.Mixins.TextOptions): number {
    let width = 0
    for (const stretch of this.#glyphs.stretches(text))
      this.#in(stretch.font, () => {
        width += super.widthOfString(stretch.text, options)
      })
    return width
  }

  override _fragment(text: string, x: number, y: number, options: PDFKit.Mixins.TextOptions & Measured): void {
    const stretches = this.#glyphs.line(text)
    if (stretches.length === 1 && !stretches[0]?.font) super._fragment(stretches[0]?.text ?? '', x, y, options)
    else {
      const { align, lineWidth = 0, ...rest } = options
      const indent = align === 'right' ? lineWidth - this.widthOfString(text.trimEnd(), rest) : 0
      this.#fragments(stretches, x + indent, y, rest)
    }
  }

  #fragments(stretches: readonly Stretch[], x: number, y: number, options: PDFKit.Mixins.TextOptions): void {
    let left = x
    for (const { font, text } of stretches)
      this.#in(font, () => {
        const textWidth = super.widthOfString(text, options)
        super._fragment(text, left, y, { ...options, textWidth, wordCount: 1 })
        left += textWidth
      })
  }

  /** Lines keep their height and their base, whatever fonts are in them. */
  #in(name: FontName | undefined, work: () => void): void {
    const set = this._font
    if (name) this._font = this.#otherLike(set, name)
    work()
    this._font = set
  }

  #otherLike({ ascender, descender, lineGap }: Metrics, name: FontName): Metrics {
    let other = this.#others.get(name)
    if (!other) {
      other = this.font(name)._font
      this.#others.set(name, other)
    }
    return Object.assign(other, { ascender, descender, lineGap })
  }
}

/** An A4 document whose pages are written out as they fill; dates and ids come from what it is given, not from the clock. */
export function newDocument({ glyphs, ...info }: { title: string; builtAt: Date; glyphs: Glyphs }): Pdf {
  return new Pdf(
    {
      size: 'A4',
      autoFirstPage: false,
      lang: 'en',
      displayTitle: true,
      margins: { left: page.left, right: page.right, top: page.top, bottom: page.bottom },
      info: { Title: info.title, Creator: 'Sitrep', Producer: 'Sitrep', CreationDate: info.builtAt },
    },
    glyphs,
  )
}

/** Puts head and foot on each page as it begins; what was being written goes on as it was. */
export function numberPages(document: Pdf, { head, foot }: { head: string; foot: string }): void {
  let number = 0
  document.on('pageAdded', () => {
    number += 1
    const { margins } = document.page
    const bottom = margins.bottom
    const { _font: font, _fontSize: size, _fillColor: color } = document
    // Below the margin, text would begin another page.
    margins.bottom = 0
    document.save()
    document.font('regular').fontSize(8).fillColor(ink.soft)
    document.text(head, page.left, 30, { width: textWidth, lineBreak: false, ellipsis: true, height: 10 })
    document.text(foot, page.left, page.height - 36, {
      width: textWidth - 60,
      lineBreak: false,
      ellipsis: true,
      height: 10,
    })
    document.text(`Page ${number}`, page.left, page.height - 36, { width: textWidth, align: 'right', lineBreak: false })
    document.restore()
    Object.assign(document, { _font: font, _fontSize: size })
    if (color) document.fillColor(...color)
    margins.bottom = bottom
    document.x = page.left
    document.y = page.top
  })
}

/** Begins another page when there is less than this left on this one. */
export function needs(document: Pdf, height: number): void {
  if (document.y + height > floor) document.addPage()
}
