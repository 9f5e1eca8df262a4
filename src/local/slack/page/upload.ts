import type { Answer } from './control.ts'
import type { SharedFile } from './model.ts'

/** What is refused before it is sent: the page carries a file as one JSON text. */
const maxBytes = 20_000_000

type Ask = (path: string, body: Readonly<Record<string, unknown>>) => Promise<Answer>

/** Hands the workspace a file, ready to be sent with a message or put into a form; a text says why not. */
export async function uploadFile(ask: Ask, file: File): Promise<SharedFile | string> {
  if (file.size === 0) return `${file.name} is empty, so there is nothing to upload.`
  if (file.size > maxBytes) return `${file.name} is larger than 20 MB, which is the most this page uploads.`
  const answer = await ask('upload', { name: file.name, data: await toBase64(file) })
  return isFile(answer.file) ? answer.file : (answer.error ?? `${file.name} could not be uploaded.`)
}

async function toBase64(file: Blob): Promise<string> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error ?? new Error('the file could not be read'))
    reader.readAsDataURL(file)
  })
  return url.slice(url.indexOf(',') + 1)
}

function isFile(value: unknown): value is SharedFile {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
}
