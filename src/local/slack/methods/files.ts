import type { Args } from '../arguments.ts'
import { checkBlocks } from '../blocks/check.ts'
import { canvasMimetype } from '../canvases.ts'
import { writableChannel } from '../channels.ts'
import type { Channel, StoredFile } from '../entities.ts'
import { invalidArguments, SlackError } from '../errors.ts'
import { appMaySee, deleteFile, mimetypeOf, renderFile } from '../files.ts'
import { newId, newSecret } from '../ids.ts'
import { isRecord, isString } from '../json.ts'
import { botSignature, postMessage } from '../messages.ts'
import type { World } from '../world.ts'
import { type Call, type Methods, scope } from './method.ts'

const usualCount = 100
const maxCount = 1000
const maxChannels = 100
const maxAltText = 1000

export const fileMethods = {
  'files.getUploadURLExternal': {
    tier: 4,
    needs: scope('files:write'),
    run({ world, args, origin }) {
      const name = args.required('filename')
      const size = args.integer('length')
      if (size === undefined) throw invalidArguments('missing required field: length')
      if ((args.text('alt_txt') ?? '').length > maxAltText) throw new SlackError('alt_txt_too_large')
      if (size < 1) throw invalidArguments('must be at least 1: length')
      const file: StoredFile = {
        id: newId('F'),
        name,
        title: name,
        mimetype: mimetypeOf(name),
        size,
        user: world.app.botUserId,
        created: Math.floor(world.now() / 1000),
        status: 'expected',
        uploadToken: newSecret(),
        channels: [],
      }
      world.files.put(file.id, file)
      return { upload_url: `${origin}/files/upload/${file.id}/${file.uploadToken}`, file_id: file.id }
    },
  },
  'files.completeUploadExternal': {
    tier: 4,
    needs: scope('files:write'),
    run(call) {
      const { world, args } = call
      const asked = readFiles(call)
      const ids = args.has('channels') ? args.list('channels') : args.list('channel_id')
      if (ids.length > maxChannels) throw new SlackError('channels_limit_exceeded')
      const channels = ids.map(id => writableChannel(world, id))
      const blocks = args.has('blocks') ? checkBlocks(args.json('blocks')) : undefined
      const files = asked.map(({ file, title }): StoredFile => ({ ...file, title, status: 'complete', channels: ids }))
      for (const file of files) world.files.put(file.id, file)
      for (const channel of channels) {
        postMessage(world, channel, {
          ...botSignature(world),
          text: args.text('initial_comment') ?? '',
          fileIds: files.map(file => file.id),
          ...(blocks ? { blocks } : {}),
          ...threadOf(call, channel),
        })
      }
      return { files: files.map(file => renderFile(world, file)) }
    },
  },
  'files.info': {
    tier: 4,
    needs: scope('files:read'),
    run({ world, args }) {
      const file = existing(world, args.required('file'))
      return { file: renderFile(world, file), comments: [], response_metadata: { next_cursor: '' } }
    },
  },
  'files.list': {
    tier: 3,
    needs: scope('files:read'),
    run({ world, args }) {
      if (args.has('user') && !world.users.has(args.required('user'))) throw new SlackError('user_not_found')
      const accepts = filterOf(args)
      const all = [...world.files.values()].filter(
        file => file.status === 'complete' && appMaySee(world, file) && accepts(file),
      )
      const count = Math.min(args.integer('count') || usualCount, maxCount)
      const page = args.integer('page') || 1
      return {
        // The newest first.
        files: all
          .reverse()
          .slice((page - 1) * count, page * count)
          .map(file => renderFile(world, file)),
        paging: { count, total: all.length, page, pages: Math.ceil(all.length / count) },
      }
    },
  },
  'files.delete': {
    tier: 3,
    needs: scope('files:write'),
    run({ world, args }) {
      const file = existing(world, args.required('file'))
      // A canvas has a method of its own.
      if (file.user !== world.app.botUserId || world.canvases.has(file.id)) throw new SlackError('cant_delete_file')
      deleteFile(world, file)
      return {}
    },
  },
} satisfies Methods

function existing(world: World, id: string): StoredFile {
  const file = world.files.get(id)
  const isKnown = file?.status === 'complete' || file?.status === 'deleted'
  if (!file || !isKnown || !appMaySee(world, file)) throw new SlackError('file_not_found')
  if (file.status === 'deleted') throw new SlackError('file_deleted')
  return file
}

/** What `types` asks for, among what the workspace can hold (docs.slack.dev/reference/methods/files.list). */
const kinds: Readonly<Record<string, (file: StoredFile) => boolean>> = {
  all: () => true,
  images: file => file.mimetype.startsWith('image/'),
  pdfs: file => file.mimetype === 'application/pdf',
  zips: file => file.mimetype === 'application/zip',
  canvas: file => file.mimetype === canvasMimetype,
  spaces: () => false,
  snippets: () => false,
  gdocs: () => false,
}

function filterOf(args: Args): (file: StoredFile) => boolean {
  const types = args.has('types') ? args.list('types') : ['all']
  if (!types.every(type => Object.hasOwn(kinds, type))) throw new SlackError('unknown_type')
  const channel = args.text('channel')
  const user = args.text('user')
  return file =>
    types.some(type => kinds[type]?.(file)) &&
    (!channel || file.channels.includes(channel)) &&
    (!user || file.user === user)
}

function threadOf({ world, args }: Call, channel: Channel): { readonly thread_ts?: string } {
  const threadTs = args.text('thread_ts')
  if (!threadTs) return {}
  const target = world.messages.get(channel.id, threadTs)
  if (!target) throw invalidArguments('invalid thread_ts')
  return { thread_ts: target.thread_ts ?? target.ts }
}

function readFiles({ world, args }: Call): readonly { readonly file: StoredFile; readonly title: string }[] {
  const list = args.json('files')
  if (!Array.isArray(list) || list.length === 0) throw invalidArguments('missing required field: files')
  return list.map(item => {
    const file = isRecord(item) && isString(item.id) ? world.files.get(item.id) : undefined
    if (file?.status !== 'uploaded' || file.user !== world.app.botUserId) throw new SlackError('file_not_found')
    return { file, title: isRecord(item) && isString(item.title) ? item.title : file.name }
  })
}
