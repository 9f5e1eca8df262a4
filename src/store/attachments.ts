import type { Connection } from 'mongoose'
import type { Attachments } from '../app/attachments.ts'
import { openBucket } from './buckets.ts'

/** Files of messages, by the channel that they were sent in and Slack's id. */
export async function attachmentStore(connection: Connection): Promise<Attachments> {
  const bucket = await openBucket(connection, 'attachments')
  const of = (channel: string) => bucket.find({ 'metadata.channel': channel })
  return {
    async save({ channel, id, name, content }) {
      const filename = `${channel}/${id}`
      const [known] = await bucket.find({ filename })
      if (known?.sha256) return { sha256: known.sha256, bytes: known.bytes }
      const { sha256, bytes } = await bucket.save({ name: filename, metadata: { channel, id, name }, content })
      return { sha256, bytes }
    },
    async read(channel, sha256) {
      const [found] = await bucket.find({ 'metadata.channel': channel, 'metadata.sha256': sha256 })
      return found?.read()
    },
    async bytesOf(channel) {
      return (await of(channel)).reduce((sum, { bytes }) => sum + bytes, 0)
    },
    async forget(channel) {
      const all = await of(channel)
      for (const file of all) await bucket.remove(file)
      return all.length
    },
    async forgetAllBut(channel, ids) {
      for (const file of await of(channel)) if (!ids.includes(String(file.metadata.id))) await bucket.remove(file)
    },
  }
}
