import fc from 'fast-check'
import { expect, it } from 'vitest'
import { attachmentNamed } from '../../src/http/attachment.ts'

it.each([
  ['errors.png', `attachment; filename="errors.png"; filename*=UTF-8''errors.png`],
  ['Überlast (1).pdf', `attachment; filename="Uberlast (1).pdf"; filename*=UTF-8''%C3%9Cberlast%20%281%29.pdf`],
  ['支払い.csv', `attachment; filename="___.csv"; filename*=UTF-8''%E6%94%AF%E6%89%95%E3%81%84.csv`],
  ['../../etc/passwd', `attachment; filename="__.._etc_passwd"; filename*=UTF-8''__.._etc_passwd`],
  ['a"; filename="b.exe', `attachment; filename="a_; filename=_b.exe"; filename*=UTF-8''a_%3B%20filename%3D_b.exe`],
  ['photo\u202egnp.exe', `attachment; filename="photo_gnp.exe"; filename*=UTF-8''photo_gnp.exe`],
  ['100%.txt', `attachment; filename="100_.txt"; filename*=UTF-8''100%25.txt`],
  ['', `attachment; filename="file"; filename*=UTF-8''file`],
])('names %j so that it is saved under a name of its own', (name, header) => {
  expect(attachmentNamed(name)).toBe(header)
})

it('makes of any name a header of printable ASCII, and a name of one folder’s file that keeps its ending', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ unit: 'grapheme' })), name => {
      const header = attachmentNamed(`x${name}.pdf`)
      const [, ascii = '', whole = ''] =
        /^attachment; filename="([^"\\\\]*)"; filename\*=UTF-8''([\w.!#$&+^`|~%-]+)$/.exec(header) ?? []
      expect(header).toMatch(/^[\x20-\x7e]+$/)
      const saved = decodeURIComponent(whole)
      expect(saved).not.toMatch(/[/\\\\:\p{Cc}\p{Cf}]|^\./u)
      expect([ascii.endsWith('.pdf'), saved.endsWith('.pdf')]).toEqual([true, true])
      expect(saved.length).toBeLessThan(260)
    }),
  )
})
