import type { World } from './world.ts'

/** An app that was taken out has a deactivated bot, dead tokens, and hears nothing. */
export function isInstalled(world: World): boolean {
  return world.users.get(world.app.botUserId)?.isDeleted !== true
}

export function uninstallApp(world: World): void {
  const bot = world.users.get(world.app.botUserId)
  if (!bot || bot.isDeleted) return
  emit(world, 'tokens_revoked', { tokens: { oauth: [], bot: [bot.id] } })
  emit(world, 'app_uninstalled', {})
  world.users.put(bot.id, { ...bot, isDeleted: true, updated: Math.floor(world.now() / 1000) })
}

export function reinstallApp(world: World): void {
  const bot = world.users.get(world.app.botUserId)
  if (bot) world.users.put(bot.id, { ...bot, isDeleted: false, updated: Math.floor(world.now() / 1000) })
}

function emit(world: World, type: string, fields: Record<string, unknown>): void {
  world.emit({ subscription: type, event: { type, ...fields, event_ts: world.messages.nextTs(world.now()) } })
}
