/** All that a format renders, as bytes. */
export async function bytesOf(parts: AsyncIterable<string | Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const part of parts) all.push(typeof part === 'string' ? new TextEncoder().encode(part) : part)
  return Buffer.concat(all)
}

/** All that a format renders, as text. */
export async function contentOf(parts: AsyncIterable<string | Uint8Array>): Promise<string> {
  return new TextDecoder().decode(await bytesOf(parts))
}
