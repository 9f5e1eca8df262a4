import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished, test } from 'vitest'
import { glyphsOf } from '../../src/exports/glyphs.ts'
import { withFontsBeside, withFontsNamed } from '../../src/exports/picture-fonts.ts'
import { fitted } from '../../src/exports/picture-scale.ts'

const fontsOf = (text: string, whole = '') =>
  glyphsOf(whole)
    .stretches(text)
    .map(one => [one.font ?? 'text', one.text])

test('the fonts are found in a folder whose name is no address', async () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'sitrep fonts é%20-')))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const place = join(root, 'node_modules/@embedpdf/fonts-jp')
  mkdirSync(join(place, 'dist'), { recursive: true })
  writeFileSync(join(place, 'package.json'), '{"main":"dist/index.cjs"}')
  writeFileSync(join(place, 'dist/index.cjs'), '')
  copyFileSync(new URL('../../src/exports/fonts.ts', import.meta.url), join(root, 'fonts.ts'))
  const { fontFile }: typeof import('../../src/exports/fonts.ts') = await import(
    pathToFileURL(join(root, 'fonts.ts')).href
  )
  expect(fontFile('japanese')).toBe(join(place, 'fonts/NotoSansJP-Regular.otf'))
})

describe('the fonts of a text', () => {
  it.each([
    ['Ärger, Ёлка → ½ שלום', [['text', 'Ärger, Ёлка → ½ שלום']]],
    [
      '直すABC',
      [
        ['japanese', '直す'],
        ['text', 'ABC'],
      ],
    ],
    [
      '결제 直',
      [
        ['korean', '결제'],
        ['text', ' '],
        ['korean', '直'],
      ],
    ],
    ['直', [['chinese', '直']]],
    ['👍🏽👩‍💻', [['emoji', '👍🏽👩‍💻']]],
    [
      '⚠️ ⚠',
      [
        ['emoji', '⚠'],
        ['text', ' ⚠'],
      ],
    ],
  ])('are those that have its characters: %s', (text, expected) => {
    expect(fontsOf(text)).toEqual(expected)
  })

  it('have the forms of Han characters that the rest of the review is read with', () => {
    expect(fontsOf('直', 'エラー')).toEqual([['japanese', '直']])
    expect(fontsOf('直', '오류')).toEqual([['korean', '直']])
    expect(fontsOf('这', 'エラー')).toEqual([['chinese', '这']])
  })
})

describe('a line with words from right to left', () => {
  const lineOf = (text: string) =>
    glyphsOf('')
      .line(text)
      .map(one => one.text)

  it.each([
    ['Ana: שלום עולם, bye', ['Ana: ', 'עולם', ' ', 'שלום', ', bye']],
    ['שלום (INC-42) עולם', ['עולם', ' ', '(', 'INC-42', ')', ' ', 'שלום']],
    ['تفشل 03:00 الآن', ['الآن', ' ', '03:00', ' ', 'تفشل']],
    ['\u2068שלום\u2069: down', ['שלום', ': down']],
    ['left alone', ['left alone']],
  ])('stands as it is read: %s', (text, expected) => {
    expect(lineOf(text).filter(part => part !== '')).toEqual(expected)
  })

  it('loses nothing and stays one line of the same words, whatever they are', () => {
    for (const text of ['א 1 b ג, (ד) 22 "ה" x', 'a בגד 12-34 הו! z', 'אב 🔥 גד'])
      expect([...lineOf(text).join('')].toSorted().join('')).toBe([...text].toSorted().join(''))
  })
})

describe('the fonts of the picture', () => {
  const svg = '<svg><text x="1">4 Mar 田中 &amp; שלום כהן ไทยไทย</text><text>plain</text></svg>'

  it('are named for each word in the PDF, in the order in which they stand', () => {
    expect(withFontsNamed(svg, glyphsOf(''))).toBe(
      '<svg><text x="1"><tspan>4 Mar </tspan><tspan font-family="chinese">田中</tspan><tspan> &amp; </tspan>' +
        '<tspan>כהן</tspan><tspan> </tspan><tspan>שלום</tspan><tspan> [</tspan><tspan>6</tspan><tspan> characters not in this font]</tspan></text>' +
        '<text>plain</text></svg>',
    )
  })

  it('are loaded for the PNG where it needs them', () => {
    const drawn = withFontsBeside(svg, glyphsOf('エラー'))
    expect(drawn.fonts).toEqual(['japanese'])
    expect(drawn.svg).toContain('<text x="1">4 Mar 田中 &amp; שלום כהן [6 characters not in this font]</text>')
  })

  it('have room: no label that is shown whole is wider than its room', () => {
    const font = glyphsOf('').font('regular')
    const widthOf = (text: string) => (12 * font.layout(text).advanceWidth) / font.unitsPerEm
    const words =
      'Investigating Monitoring Resolved Fixing Triage Closed Acknowledge: missed|Incident commander|SEV1 · P1|WAMW MOW @@@|Zoë “quoted” (50 %)|ABCDEFGHIJKLMNOPQRSTUVWXYZ|abcdefghijklmnopqrstuvwxyz|0123456789-/…—'
    for (const label of words.split(/[ |]/)) {
      expect([label, fitted(label, widthOf(label) - 1)]).not.toEqual([label, label])
      expect([label, fitted(label, widthOf(label) * 1.2 + 2)]).toEqual([label, label])
    }
  })

  it('have room: a label of wide letters is cut sooner', () => {
    expect(fitted('declared as SEV2', 130)).toBe('declared as SEV2')
    expect(fitted('田中直子田中直子田中直子田中直子', 120)).toBe('田中直子田中直子田…')
    expect(fitted('田中直子', 30)).toBe('')
  })
})
