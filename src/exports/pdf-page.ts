import PDFDocument from 'pdfkit'
import { type FontStyle, fontFile } from './fonts.ts'

export const ink = { text: '#1d2433', soft: '#4a5363', line: '#d9dee6', pale: '#f5f7fa', link: '#1f5fa8' } as const
/** Points. */
export const page = { width: 595.28, height: 841.89, left: 48, right: 48, top: 62, bottom: 58 } as const
export const textWidth = page.width - page.left - page.right
export const floor = page.height - page.bottom

export type Pdf = InstanceType<typeof PDFDocument>

const FONTS = ['regular', 'bold', 'italic'] as const satisfies readonly FontStyle[]

/** An A4 document whose pages are written out as they fill; dates and ids come from what it is given, not from the clock. */
export function newDocument(info: { title: string; builtAt: Date }): Pdf {
  const document = new PDFDocument({
    size: 'A4',
    autoFirstPage: false,
    lang: 'en',
    displayTitle: true,
    margins: { left: page.left, right: page.right, top: page.top, bottom: page.bottom },
    info: { Title: info.title, Creator: 'Sitrep', Producer: 'Sitrep', CreationDate: info.builtAt },
  })
  for (const style of FONTS) document.registerFont(style, fontFile(style))
  return document
}

/** Puts head and foot on each page as it begins; what was being written goes on as it was. */
export function numberPages(document: Pdf, { head, foot }: { head: string; foot: string }): void {
  let number = 0
  document.on('pageAdded', () => {
    number += 1
    const { margins } = document.page
    const bottom = margins.bottom
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
    margins.bottom = bottom
    document.x = page.left
    document.y = page.top
  })
}

/** Begins another page when there is less than this left on this one. */
export function needs(document: Pdf, height: number): void {
  if (document.y + height > floor) document.addPage()
}
