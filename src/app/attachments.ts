/** Bytes of files that were sent with messages. */
export interface Attachments {
  /** Throws what `content` throws, and then keeps nothing. The same file again replaces nothing. */
  save(file: {
    channel: string
    id: string
    name: string
    content: AsyncIterable<Uint8Array>
  }): Promise<{ sha256: string; bytes: number }>
  read(channel: string, sha256: string): Promise<AsyncIterable<Uint8Array> | undefined>
  /** How many bytes are kept of a channel. */
  bytesOf(channel: string): Promise<number>
  /** Answers how many files there were. */
  forget(channel: string): Promise<number>
  /** Of what was sent in a channel, only the files with these ids of Slack's stay. */
  forgetAllBut(channel: string, ids: readonly string[]): Promise<void>
}
