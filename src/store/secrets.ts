import { randomBytes } from 'node:crypto'
import type { Connection } from 'mongoose'

/** A random key made once for a database, so that every process signs alike and links outlive a restart. */
export async function sharedSecret(connection: Connection): Promise<string> {
  const secrets = connection.collection<{ _id: string; value: string }>('secrets')
  await secrets.updateOne(
    { _id: 'link' },
    { $setOnInsert: { value: randomBytes(32).toString('base64url') } },
    { upsert: true },
  )
  const secret = await secrets.findOne({ _id: 'link' })
  if (!secret) throw new Error('the link secret could not be stored')
  return secret.value
}
