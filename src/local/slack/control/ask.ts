import { readArgs } from '../arguments.ts'
import { verificationToken } from '../delivery/envelope.ts'
import { tellFailure } from '../ephemerals.ts'
import { ControlError, SlackError } from '../errors.ts'
import { isInstalled } from '../installation.ts'
import { actionTs, interactionBase, payloadChannelName } from '../interactions.ts'
import { isRecord, isString } from '../json.ts'
import { readContent, requireContent } from '../message-content.ts'
import { renderMessage } from '../messages.ts'
import { issueResponseUrl, show } from '../response-urls.ts'
import { escapeCommandText } from '../typed-text.ts'
import type { World } from '../world.ts'
import type { ControlRoutes } from './control.ts'
import { actingUser, enteredChannel, findMessage, seenChannel, textField } from './find.ts'

/** How people start something in the app: slash commands and shortcuts. */
export const ask = {
  async command(call) {
    const { world, sandbox } = call
    const user = actingUser(call)
    const given = textField(call, 'command')
    requireApp(world)
    const command = world.app.commands.find(c => c.command === given || c.command === `/${given}`)
    if (!command) throw new ControlError(404, `${given} is not a command of ${world.app.name}.`)
    const channel = enteredChannel(call, user)
    const text = isString(call.body.text) ? call.body.text : ''
    const at = { channel: channel.id, user: user.id }
    const outcome = await sandbox.link.deliver({
      type: 'slash_commands',
      payload: {
        token: verificationToken,
        team_id: world.team.id,
        team_domain: world.team.domain,
        channel_id: channel.id,
        channel_name: payloadChannelName(channel),
        user_id: user.id,
        user_name: user.name,
        command: command.command,
        text: command.should_escape ? escapeCommandText(world, text.trim()) : text.trim(),
        api_app_id: world.app.id,
        is_enterprise_install: 'false',
        response_url: issueResponseUrl(world, at),
        trigger_id: world.triggers.issue(at),
      },
    })
    const fail = (error: string) => {
      tellFailure(world, at, `${command.command} failed with the error "${error}"`)
      return { ok: false, error }
    }
    if (!outcome.ok) return fail(outcome.error)
    const response = answerFields(outcome.body)
    if (Object.keys(response).length === 0) return {}
    try {
      showAnswer(world, at, response)
    } catch (error) {
      if (error instanceof SlackError) return fail(error.code)
      throw error
    }
    return { response }
  },
  async shortcut(call) {
    const { world, sandbox } = call
    const user = actingUser(call)
    const callbackId = textField(call, 'callback_id')
    requireApp(world)
    const shortcut = world.app.shortcuts.find(s => s.callback_id === callbackId)
    if (!shortcut) throw new ControlError(404, `${world.app.name} has no shortcut "${callbackId}".`)
    const common = {
      ...interactionBase(world, user),
      callback_id: callbackId,
      trigger_id: world.triggers.issue({
        user: user.id,
        ...(shortcut.type === 'global' ? {} : { channel: seenChannel(call, user).id }),
      }),
      action_ts: actionTs(world),
    }
    if (shortcut.type === 'global') {
      return settled(await sandbox.link.deliver({ type: 'interactive', payload: { type: 'shortcut', ...common } }))
    }
    const channel = seenChannel(call, user)
    const message = findMessage(call, channel)
    const origin = { ts: message.ts, isEphemeral: false }
    return settled(
      await sandbox.link.deliver({
        type: 'interactive',
        payload: {
          type: 'message_action',
          ...common,
          response_url: issueResponseUrl(world, { channel: channel.id, user: user.id, origin }),
          message_ts: message.ts,
          channel: { id: channel.id, name: payloadChannelName(channel) },
          message: renderMessage(world, message),
        },
      }),
    )
  },
} satisfies ControlRoutes

function requireApp(world: World): void {
  if (!isInstalled(world)) throw new ControlError(409, `${world.app.name} is not installed in this workspace.`)
}

function settled(outcome: { readonly ok: boolean; readonly error?: string }): Record<string, unknown> {
  return outcome.ok ? {} : { ok: false, error: outcome.error }
}

function showAnswer(
  world: World,
  at: { readonly channel: string; readonly user: string },
  answer: Record<string, unknown>,
): void {
  const content = readContent(readArgs(answer))
  requireContent(content)
  show(world, at, { content, inChannel: answer.response_type === 'in_channel' })
}

/** The answer to a command: a plain text counts as one with only `text`, an empty one as none. */
function answerFields(body: unknown): Record<string, unknown> {
  if (isString(body)) return body === '' ? {} : { text: body }
  return isRecord(body) ? body : {}
}
