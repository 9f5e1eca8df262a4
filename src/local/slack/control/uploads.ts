import type { StoredFile } from '../entities.ts'
import { ControlError } from '../errors.ts'
import { deleteFile, mimetypeOf, renameFile, renderFile } from '../files.ts'
import { newId } from '../ids.ts'
import type { ControlCall, ControlRoutes } from './control.ts'
import { actingUser, optionalText, textField } from './find.ts'

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

export const uploads = {
  /** Choosing a file: it is then sent with a message, or put into a file input, by its id. */
  upload(call) {
    const { world } = call
    const user = actingUser(call)
    const name = textField(call, 'name')
    const data = textField(call, 'data')
    if (!base64.test(data)) throw new ControlError(400, 'Send "data" as the bytes of the file in base64.')
    const bytes = Buffer.from(data, 'base64')
    const file: StoredFile = {
      id: newId('F'),
      name,
      title: optionalText(call, 'title') ?? name,
      mimetype: mimetypeOf(name),
      size: bytes.length,
      user: user.id,
      created: Math.floor(world.now() / 1000),
      status: 'uploaded',
      uploadToken: '',
      channels: [],
    }
    world.store.blobs.put(file.id, bytes)
    world.files.put(file.id, file)
    return { file: renderFile(world, file) }
  },
  'rename-file'(call) {
    renameFile(call.world, sentFile(call), textField(call, 'name'))
    return {}
  },
  'delete-file'(call) {
    deleteFile(call.world, sentFile(call))
    return {}
  },
} satisfies ControlRoutes

/** The file that the request names, which its owner may change, and whoever administers the workspace. */
function sentFile(call: ControlCall): StoredFile {
  const user = actingUser(call)
  const id = textField(call, 'file')
  const file = call.world.files.get(id)
  if (file?.status !== 'complete') throw new ControlError(404, `There is no file "${id}" that was sent.`)
  if (file.user !== user.id && !user.isAdmin) throw new ControlError(403, `That file is not ${user.name}'s.`)
  return file
}

/** The files that the request names, ready to be sent by their owner. */
export function ownUploads({ world }: ControlCall, owner: string, ids: unknown): readonly StoredFile[] {
  if (ids === undefined) return []
  if (!Array.isArray(ids)) throw new ControlError(400, 'Send "files" as a list of ids that upload gave.')
  return ids.map(id => {
    const file = world.files.get(String(id))
    if (file?.user === owner && file.status === 'uploaded') return file
    throw new ControlError(404, `There is no file "${String(id)}" waiting to be sent.`)
  })
}
