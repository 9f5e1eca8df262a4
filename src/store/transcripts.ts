import { isDeepStrictEqual } from 'node:util'
import { type Connection, mongo, trusted } from 'mongoose'
import type { ReadingProgress, Stretch, Transcripts } from '../app/transcripts.ts'
import { capture, isToKeep } from '../domain/capture.ts'
import { type Captured, type CapturedFile, messageOf } from '../domain/captured.ts'
import { heardWithoutNames, type Pseudonyms, withoutNames } from '../domain/pseudonyms.ts'
import { compareTs } from '../domain/review.ts'
import type { PseudonymBook } from './pseudonyms.ts'
import { idOf, isToFetch, progressSchema, schema, type TranscriptDocument, toDocument } from './transcript-document.ts'

const readAtOnce = 200
const writtenAtOnce = 500

/** Messages in MongoDB, one document each, written by compare-and-set. */
export async function transcriptStore(connection: Connection, pseudonyms: PseudonymBook): Promise<Transcripts> {
  const model = connection.model('TranscriptMessage', schema)
  const progress = connection.model('TranscriptProgress', progressSchema)
  await model.createIndexes()

  const known = async (channel: string, tss: readonly string[]): Promise<Map<string, TranscriptDocument>> => {
    const _id = trusted({ $in: tss.map(ts => idOf(channel, ts)) })
    const found = await model.find({ _id }).lean<TranscriptDocument[]>()
    return new Map(found.map(document => [document.ts, document]))
  }

  /** Answers what somebody else was faster with. */
  const write = async (documents: readonly TranscriptDocument[]): Promise<readonly string[]> => {
    // Of an older revision there is none, so that the upsert inserts and fails on the id.
    const operations = documents.map(({ _id, ...rest }) => ({
      replaceOne: { filter: { _id, revision: rest.revision - 1 }, replacement: rest, upsert: true },
    }))
    if (operations.length === 0) return []
    try {
      await connection.collection<TranscriptDocument>('transcript').bulkWrite(operations, { ordered: false })
      return []
    } catch (error) {
      if (!(error instanceof mongo.MongoBulkWriteError)) throw error
      const failed = [error.writeErrors].flat()
      if (failed.some(one => one.code !== 11000)) throw error
      return failed.flatMap(one => documents[one.index]?.ts ?? [])
    }
  }

  /** Takes the people out of these messages; answers which had one of them, and which somebody else wrote meanwhile. */
  const rename = async (found: readonly TranscriptDocument[], people: Pseudonyms) => {
    const changed = found.flatMap(document => {
      const renamed = withoutNames(document, people)
      return isDeepStrictEqual(renamed, document) ? [] : [toDocument(document.channel, renamed, document)]
    })
    return { changed, again: await write(changed) }
  }

  const renameAmong = async (channel: string, tss: readonly string[], people: Pseudonyms) => {
    for (let left = tss; left.length > 0; )
      left = (await rename([...(await known(channel, left)).values()], people)).again
  }

  const note: Transcripts['note'] = async (channel, heard, rules) => {
    let people = await pseudonyms.now()
    for (let left = heard; left.length > 0; ) {
      const before = await known(channel, [...new Set(left.map(one => one.ts))])
      const after = new Map<string, Captured>(before)
      for (const one of left) after.set(one.ts, capture(after.get(one.ts), heardWithoutNames(one, people), rules))
      const changed = [...after].flatMap(([ts, message]) =>
        message === before.get(ts) ? [] : [toDocument(channel, message, before.get(ts))],
      )
      const again = new Set(await write(changed))
      const later = await pseudonyms.now()
      // Whoever got a pseudonym while this was written was perhaps looked for before it was there.
      if (!isDeepStrictEqual(later, people)) await renameAmong(channel, [...after.keys()], later)
      people = later
      left = left.filter(one => again.has(one.ts))
    }
  }

  return {
    async note(channel, given, rules) {
      const heard = given.filter(one => isToKeep(one, rules))
      const order = [...new Set(heard.map(one => one.ts))]
      for (let start = 0; start < order.length; start += writtenAtOnce) {
        const few = new Set(order.slice(start, start + writtenAtOnce))
        await note(
          channel,
          heard.filter(one => few.has(one.ts)),
          rules,
        )
      }
    },
    async find(channel, ts) {
      const found = (await known(channel, [ts])).get(ts)
      return found && messageOf(found)
    },
    async marked(channel, { tss, reactions }) {
      const name = trusted({ $in: [...reactions] })
      const found = await Promise.all([
        known(channel, tss).then(documents => [...documents.values()]),
        model.find({ channel, 'pin.isPinned': true }).lean<TranscriptDocument[]>(),
        ...['reactions.name', 'marks.name'].map(path =>
          model.find({ channel, [path]: name }).lean<TranscriptDocument[]>(),
        ),
      ])
      const byTs = new Map(found.flat().map(document => [document.ts, document]))
      return [...byTs.values()].flatMap(document => messageOf(document) ?? []).sort((a, b) => compareTs(a.ts, b.ts))
    },
    async latest(channel, { before, atMost }) {
      const _id = trusted({ $gt: `${channel}:`, $lt: before === undefined ? `${channel};` : idOf(channel, before) })
      const said = {
        isKnown: true,
        isSystem: false,
        isOwn: trusted({ $exists: false }),
        deletion: trusted({ $exists: false }),
      }
      const found = await model
        .find({ _id, ...said })
        .sort({ _id: -1 })
        .limit(atMost)
        .lean<TranscriptDocument[]>()
      return found.flatMap(document => messageOf(document) ?? [])
    },
    async *read(channel, order = 'threads') {
      // From where the last few ended and not by a cursor: whoever reads may take longer than a cursor lives.
      for (let last: TranscriptDocument | undefined; ; ) {
        const next =
          order === 'threads'
            ? model.find({ channel, place: trusted({ $gt: last?.place ?? '' }) }).sort({ place: 1 })
            : model.find({ _id: trusted({ $gt: last?._id ?? `${channel}:`, $lt: `${channel};` }) }).sort({ _id: 1 })
        const documents = await next.limit(readAtOnce).lean<TranscriptDocument[]>()
        for (const document of documents) {
          const message = messageOf(document)
          if (message) yield message
        }
        last = documents.at(-1)
        if (documents.length < readAtOnce) return
      }
    },
    async newest(channel, before) {
      const _id = trusted({ $gt: idOf(channel, ''), $lt: idOf(channel, before) })
      const [found] = await model.find({ _id }, { ts: 1 }).sort({ _id: -1 }).limit(1).lean<{ ts: string }[]>()
      return found?.ts
    },
    async standing(channel, stretch) {
      const found = await model
        .find(
          { channel, place: trusted(placesIn(stretch)), isReply: 'thread' in stretch, isSystem: false },
          { ts: 1, deletion: 1, isKnown: 1, _id: 0 },
        )
        .sort({ place: 1 })
        .lean<Pick<TranscriptDocument, 'ts' | 'deletion' | 'isKnown'>[]>()
      return found.flatMap(({ ts, deletion, isKnown }) => (isKnown && !deletion ? [ts] : []))
    },
    async threads(channel, stretch) {
      const place = trusted(placesIn(stretch))
      const standing = { isReply: true, isSystem: false, isKnown: true, deletion: trusted({ $exists: false }) }
      return model.distinct('root', { channel, place, ...standing })
    },
    async filesToKeep(channel) {
      const found = await model.find({ channel, wantsFiles: true }).sort({ place: 1 }).lean<TranscriptDocument[]>()
      return found.flatMap(({ ts, user, files }) =>
        files.filter(isToFetch).map(file => ({ ...file, ts, ...(user ? { user } : {}) })),
      )
    },
    async sentFiles(channel) {
      const found = await model.find({ channel, 'files.id': trusted({ $gte: '' }) }).lean<TranscriptDocument[]>()
      const sent = found
        .sort((a, b) => compareTs(a.ts, b.ts))
        .flatMap(document => {
          const { ts, threadTs, user, files = [] } = messageOf(document) ?? { ts: document.ts }
          const message = { ts, ...(threadTs ? { threadTs } : {}), ...(user ? { user } : {}) }
          return files.flatMap(({ id, ...file }) => (id === undefined ? [] : [{ ...message, ...file, id }]))
        })
      return [...new Map(sent.toReversed().map(file => [file.id, file])).values()].toReversed()
    },
    async files(channel) {
      const found = await model
        .find({ channel, 'files.id': trusted({ $gte: '' }) }, { files: 1, _id: 0 })
        .lean<Pick<TranscriptDocument, 'files'>[]>()
      const stays = ({ deletion, name }: CapturedFile) => !(deletion && name === '')
      return [...new Set(found.flatMap(({ files }) => files.filter(stays).map(({ id }) => id)))]
    },
    async withFile(id) {
      const found = await model
        .find({ 'files.id': id }, { channel: 1, ts: 1, _id: 0 })
        .lean<Pick<TranscriptDocument, 'channel' | 'ts'>[]>()
      return found
    },
    async progress(channel) {
      const found = await progress.findOne({ _id: channel }).lean<ReadingProgress & { _id: string }>()
      if (!found) return undefined
      const { _id, ...rest } = found
      return rest
    },
    async saveProgress(channel, now) {
      if (now) await progress.replaceOne({ _id: channel }, now, { upsert: true })
      else await progress.deleteOne({ _id: channel })
    },
    async rename() {
      const people = await pseudonyms.now()
      const channels = new Set<string>()
      let messages = 0
      for (let after = ''; ; ) {
        const found = await model
          .find({ _id: trusted({ $gt: after }) })
          .sort({ _id: 1 })
          .limit(readAtOnce)
          .lean<TranscriptDocument[]>()
        const { changed, again } = await rename(found, people)
        for (const { channel } of changed) channels.add(channel)
        messages += changed.length - again.length
        const last = found.at(-1)
        if (again.length > 0) continue
        if (!last || found.length < readAtOnce) return { messages, channels: [...channels] }
        after = last._id
      }
    },
    async forget(channel) {
      await progress.deleteOne({ _id: channel })
      const { deletedCount } = await model.deleteMany({ channel })
      return deletedCount
    },
  }
}

/** `/` comes before every digit, `0` right after it, and `:` after them all. */
function placesIn(stretch: Stretch): { $gt: string; $lt: string } {
  if ('thread' in stretch) return { $gt: `${stretch.thread}/${stretch.after ?? ''}`, $lt: `${stretch.thread}0` }
  return { $gt: stretch.from ?? '', $lt: stretch.before ?? ':' }
}
