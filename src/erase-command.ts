import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ConfigError, parseConfig } from './config.ts'
import { ServiceError } from './errors.ts'
import { StoreError, startStore } from './local/mongo/index.ts'
import { connectStore } from './store/connect.ts'

const usage = `Usage: npm run erase -- --user U0123456789 [--name “Ben Okri”]… [--texts]

Calls a person “Person n” from now on, in everything that is kept of conversations and in every review that is built.
--name takes out a name that others typed as plain words as well; --texts deletes what the person wrote and sent. With the embedded store, stop Sitrep first.`

/** Gives a person a pseudonym. The code is the process's: 0 done, 1 failed, 2 not understood. */
export async function runEraseCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ code: number; text: string }> {
  const asked = read(args)
  if (!asked) return { code: 2, text: usage }
  try {
    const config = parseConfig(env)
    const local = config.mongodbUri ? undefined : await startStore({ dir: join(config.dataDir, 'store') })
    try {
      const store = await connectStore(config.mongodbUri ?? local?.uri ?? '')
      try {
        const { name } = await store.pseudonyms.give(asked.user, { isSilenced: asked.texts, names: asked.names })
        const { messages, channels } = await store.transcripts.rename()
        for (const channel of channels)
          await store.attachments.forgetAllBut(channel, await store.transcripts.files(channel))
        const reviews = await store.reviews.forgetAll()
        return {
          code: 0,
          text: `${asked.user} is ${name} now, in ${messages} messages. ${reviews} built reviews were deleted; ask for them again in Slack.`,
        }
      } finally {
        await store.close()
      }
    } finally {
      await local?.stop()
    }
  } catch (error) {
    if (error instanceof ConfigError || error instanceof StoreError || error instanceof ServiceError)
      return { code: 1, text: error.message }
    throw error
  }
}

function read(args: readonly string[]): { user: string; names: string[]; texts: boolean } | undefined {
  try {
    const options = {
      user: { type: 'string' },
      name: { type: 'string', multiple: true },
      texts: { type: 'boolean', default: false },
    } as const
    const { user, name = [], texts } = parseArgs({ args: [...args], options, strict: true }).values
    const names = name.map(one => one.trim())
    // A single letter would be found in every other sentence.
    const isUnderstood = user !== undefined && /^[UW][A-Z0-9]{2,}$/.test(user) && names.every(one => one.length > 1)
    return isUnderstood ? { user, names, texts } : undefined
  } catch {
    return undefined
  }
}
