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
    forget: channel => bucket.removeAll({ 'metadata.channel': channel }),
    async forgetAllBut(channel, ids) {
      for (const file of await of(channel)) if (!ids.includes(String(file.metadata.id))) await bucket.remove(file)
    },
  }
}
