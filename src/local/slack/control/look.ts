import { canvasesOf, renderCanvas } from '../canvases.ts'
import { renderChannel } from '../channels.ts'
import type { Channel } from '../entities.ts'
import { ephemeralsOf, renderEphemeral } from '../ephemerals.ts'
import { ControlError } from '../errors.ts'
import { renderPerson } from '../people.ts'
import { renderUserGroup } from '../users.ts'
import { renderView, stackOf } from '../views.ts'
import type { World } from '../world.ts'
import type { ControlRoutes } from './control.ts'
import { findChannel, findUser } from './find.ts'
import { messagesPage } from './messages-page.ts'

/** Everything there is to see, without changing anything. */
export const look = {
  state({ sandbox, world }) {
    const { app } = world
    return {
      now: new Date(world.now()).toISOString(),
      offsetMinutes: world.offsetMinutes(),
      team: world.team,
      app: {
        id: app.id,
        name: app.name,
        bot_user_id: app.botUserId,
        commands: app.commands.map(({ command, description, usage_hint = '' }) => ({
          command,
          description,
          usage_hint,
        })),
        shortcuts: app.shortcuts.map(({ description = '', ...shortcut }) => ({ ...shortcut, description })),
        connected: sandbox.link.isConnected(),
      },
      users: [...world.users.values()].map(user => renderPerson(world, user)),
      usergroups: [...world.usergroups.values()].map(g => ({ ...renderUserGroup(world, g), users: g.users })),
      channels: [...world.channels.values()].map(channel => channelState(world, channel)),
      version: world.version(),
    }
  },
  messages: ({ world, subject, query }) => messagesPage(world, findChannel(world, subject), query),
  canvas({ world, subject }) {
    const canvas = world.canvases.get(subject)
    if (!canvas || canvas.isDeleted) throw new ControlError(404, `There is no canvas "${subject}".`)
    return { canvas: renderCanvas(canvas) }
  },
  log: ({ world, query }) => ({ entries: world.log.since(Number(query.get('since') ?? 0)) }),
  views({ world, subject }) {
    const open = stackOf(world, findUser(world, subject).id)
    const top = open.at(-1)
    return { view: top ? renderView(world, top) : null, stack: open.length }
  },
  ephemeral: ({ world, subject }) => ({
    messages: ephemeralsOf(world, findUser(world, subject).id).map(e => renderEphemeral(world, e)),
  }),
  home({ world, subject }) {
    const home = world.homes.get(findUser(world, subject).id)
    return { view: home ? renderView(world, home) : null }
  },
} satisfies ControlRoutes

function channelState(world: World, channel: Channel): Record<string, unknown> {
  const { count, latest, notified } = world.messages.summary(channel.id)
  return {
    ...renderChannel(world, channel),
    members: channel.members,
    topic: { value: channel.topic.value },
    purpose: { value: channel.purpose.value },
    pins: channel.pins.map(pin => pin.ts),
    bookmarks: channel.bookmarks.map(({ id, title, link, emoji }) => ({ id, title, link, emoji })),
    canvases: canvasesOf(world, channel.id).map(({ id, title, isChannelCanvas, updated }) => ({
      id,
      title,
      is_channel_canvas: isChannelCanvas,
      updated,
    })),
    message_count: count,
    latest,
    notified,
  }
}
