import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { drawable } from '../../src/exports/pdf-image.ts'
import { pngOf, pngWith } from '../helpers/png.ts'

const inBase64 = (text: string) => Buffer.from(text, 'base64')
/** Green, three pixels by two. */
const jpeg = inBase64(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wAARCAACAAMDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAL/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAAA//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AIAEB//Z',
)
const gif = inBase64('R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==')

describe('a picture for the PDF', () => {
  it.each([
    ['image/png', pngOf(5, 4, () => [0, 0, 0, 255]), 5, 4],
    ['image/jpeg', jpeg, 3, 2],
    ['image/gif', gif, 1, 1],
    ['image/png', pngOf(2400, 2, () => [0, 0, 0, 255]), 1200, 1],
  ])('is drawn from %s, no wider than is sharp on paper', async (mediaType, content, width, height) => {
    const drawn = await drawable(content, mediaType)
    expect(drawn).toMatchObject({ width, height })
    // Truecolour without transparency: PDFKit decodes nothing.
    expect([...(drawn?.source.subarray(16, 26) ?? [])].slice(-2)).toEqual([8, 2])
  })

  it.each([
    ['is damaged', pngWith({ width: 20, height: 20 }, Buffer.from('no image'))],
    ['ends too early', pngWith({ width: 20, height: 20 }, deflateSync(Buffer.alloc(10)))],
    ['says that it is larger than memory', pngWith({ width: 60_000, height: 60_000 }, deflateSync(Buffer.alloc(10)))],
    ['has no size', pngWith({ width: 0, height: 20 }, deflateSync(Buffer.alloc(10)))],
    ['is no picture', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['is empty', Buffer.alloc(0)],
    ['is only the beginning of a JPEG', jpeg.subarray(0, 40)],
  ])('is not made of what %s', async (_, content) => {
    expect(await drawable(content, 'image/png')).toBeUndefined()
  })
})
