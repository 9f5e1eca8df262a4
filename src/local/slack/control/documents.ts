import { canvasAccess, canvasesOf, changeCanvas, newCanvas } from '../canvases.ts'
import { ControlError } from '../errors.ts'
import { isString } from '../json.ts'
import type { ControlCall, ControlRoutes } from './control.ts'
import { actingUser, enteredChannel, optionalText, textField } from './find.ts'

/** What people do to canvases: write the channel's own, and change those they may write in. */
export const documents = {
  'create-canvas'(call) {
    const { world } = call
    const user = actingUser(call)
    const channel = enteredChannel(call, user)
    if (canvasesOf(world, channel.id).some(canvas => canvas.isChannelCanvas))
      throw new ControlError(409, `#${channel.name} has a canvas already.`)
    const title = optionalText(call, 'title') || 'Untitled'
    const canvas = newCanvas(world, {
      title,
      markdown: markdownOf(call),
      user: user.id,
      channel: channel.id,
      isChannelCanvas: true,
    })
    return { canvas: canvas.id }
  },
  /** `updated_from` is the Markdown that the person began with: what somebody else wrote meanwhile is not lost. */
  'edit-canvas'(call) {
    const { world, body } = call
    const user = actingUser(call)
    const id = textField(call, 'canvas')
    const canvas = world.canvases.get(id)
    const access = canvas && !canvas.isDeleted ? canvasAccess(world, canvas, user.id) : 'none'
    if (!canvas || access === 'none') throw new ControlError(404, `There is no canvas "${id}" for ${user.name}.`)
    if (access === 'read') throw new ControlError(403, `${user.name} may read that canvas but not change it.`)
    const current = canvas.sections.map(section => section.markdown).join('\n\n')
    if (isString(body.updated_from) && body.updated_from !== current) {
      const by = world.users.get(canvas.updatedBy)?.realName ?? 'Somebody'
      throw new ControlError(409, `${by} changed the canvas meanwhile. Copy your text, cancel, and put it in again.`)
    }
    const title = optionalText(call, 'title')
    changeCanvas(world, canvas, { sections: [markdownOf(call)], by: user.id, ...(title ? { title } : {}) })
    return { canvas: id }
  },
} satisfies ControlRoutes

function markdownOf({ body }: ControlCall): string {
  if (isString(body.markdown)) return body.markdown
  throw new ControlError(400, 'Send "markdown" as a text; an empty one leaves an empty canvas.')
}
