import type { BlockAction, App as Bolt, RespondFn, SlackViewAction } from '@slack/bolt'
import { type Actor, decide } from '../app/incidents.ts'
import { reviewsFor } from '../app/review-shelf.ts'
import { noteJoined } from '../domain/catch-up.ts'
import { notePeopleFound } from '../domain/found-people.ts'
import { plainText } from '../domain/plain-text.ts'
import { UserError } from '../errors.ts'
import { buttons } from './actions/index.ts'
import { answerCommand, answerWithinMs, explain } from './answer.ts'
import { runCommand } from './commands/run.ts'
import { events } from './events/index.ts'
import { keepOrDrop } from './keep-message.ts'
import { makeFollowUp } from './make-follow-up.ts'
import { answerDirectly } from './messages.ts'
import { lastCorrectionDraft } from './modals/correct.ts'
import { declareView } from './modals/declare.ts'
import { readForm } from './modals/form.ts'
import { modals } from './modals/index.ts'
import type { Modal, Submitted } from './modals/modal.ts'
import { incidentOf } from './modals/modal.ts'
import { refuse } from './modals/refusal.ts'
import { trayCallback, trayView } from './modals/tray.ts'
import { draftOf } from './modals/update.ts'
import { escapeText } from './mrkdwn.ts'
import { myItems } from './my-items.ts'
import { myReviews } from './my-reviews.ts'
import { openIncidentsFor } from './open-incidents.ts'
import { type Edge, maySee, openModal, type Reply, type Request } from './request.ts'
import { homeView } from './views/home.ts'

/** A few of them are shown, and one more says that there are more. */
const reviewsOnHome = 6
export const COMMAND = '/incident'
export const SHORTCUTS = {
  declare: 'declare_incident',
  declareFromMessage: 'declare_from_message',
  keepMessage: 'keep_message',
  makeFollowUp: 'make_follow_up',
} as const
/** What is subscribed to, in the manifest's words. */
export const EVENTS: readonly string[] = [
  'app_home_opened',
  'member_joined_channel',
  ...events.flatMap(event => event.subscriptions),
]

/** A reply's text is plain words with backticks at most, so what people typed in it stays what they typed. */
function ephemeral(reply: Reply) {
  return { response_type: 'ephemeral' as const, ...reply, text: escapeText(reply.text) }
}

/** Registers every listener. Each Slack request is acknowledged once, within Slack's three seconds. */
export function registerListeners(bolt: Bolt, edge: Edge): void {
  const { app, workspace } = edge
  const request = (actor: Actor, rest: Pick<Request, 'channel' | 'triggerId'> & { viewId?: string }): Request => ({
    ...edge,
    actor,
    ...rest,
  })

  bolt.command(COMMAND, ({ command, ack, respond }) =>
    app.background.track(
      answerCommand(
        runCommand(
          request(
            { by: command.user_id, via: 'command', requestId: command.trigger_id },
            { channel: command.channel_id, triggerId: command.trigger_id },
          ),
          command.text,
          command.channel_name,
        ).catch(error => explain(app, error, { command: COMMAND })),
        {
          ack: async reply => ack(reply && ephemeral(reply)),
          respond: async reply => {
            await respond(ephemeral(reply))
          },
        },
      ),
    ),
  )

  for (const modal of modals) {
    bolt.view({ callback_id: modal.callbackId, type: 'view_submission' }, ({ body, view, ack }) =>
      app.background.track(
        submit(modal, { body, view }).then(submitted => {
          // Clear and not close: whatever lay below is out of date now.
          if (!submitted) return ack({ response_action: 'clear' })
          if ('errors' in submitted) return ack({ response_action: 'errors', ...submitted })
          return 'push' in submitted
            ? ack({ response_action: 'push', view: submitted.push })
            : ack({ response_action: 'update', view: submitted.update })
        }),
      ),
    )
  }

  async function submit(
    modal: Modal,
    { body, view }: { body: SlackViewAction; view: SlackViewAction['view'] },
  ): Promise<Submitted> {
    const actor: Actor = { by: body.user.id, via: 'modal', requestId: `${workspace.teamId}/${view.id}` }
    const anyField = Object.keys(view.state.values)[0] ?? 'title'
    const work = Promise.resolve()
      .then(() => requireOwnTeam(body.user.team_id))
      .then(() =>
        modal.submit(
          request(actor, { channel: undefined, triggerId: '' }),
          readForm(view.state.values),
          view.private_metadata,
        ),
      )
      .catch((error): Submitted => {
        const { text, field } = explain(app, error, { modal: modal.callbackId })
        return { errors: { [field ?? anyField]: text } }
      })
    return beforeSlackGivesUp(work, {
      errors: {
        [anyField]: 'This takes longer than it should. Please press the button again: nothing will be done twice.',
      },
    })
  }

  bolt.action<BlockAction>({ type: 'block_actions' }, async ({ body, action, ack, respond }) => {
    await ack()
    const pressed = buttons.find(button => button.id === action.action_id)
    if (!pressed) return
    const view = body.view
    const gesture = request(
      { by: body.user.id, via: 'button', requestId: body.trigger_id },
      {
        channel: body.channel?.id,
        triggerId: body.trigger_id,
        // Nothing can be stacked on the Home tab.
        ...(view?.type === 'modal' ? { viewId: view.id } : {}),
      },
    )
    const press = async () => {
      requireOwnTeam(body.user.team_id)
      return pressed.run({
        ...gesture,
        value: valueOfControl(action),
        ...(view
          ? {
              view: {
                id: view.id,
                callbackId: view.callback_id,
                form: readForm(view.state.values),
                metadata: view.private_metadata,
              },
            }
          : {}),
      })
    }
    await app.background.track(
      press()
        .then(
          reply => ({ reply, isRefusal: false }),
          error => ({ reply: explain(app, error, { action: action.action_id }), isRefusal: true }),
        )
        .then(answer => tell(gesture, { ...answer, body, respond })),
    )
  })

  /** Answers a press where the person looks: in the tray or on the window, below the message, else directly. */
  async function tell(
    gesture: Request,
    answer: { reply: Reply | undefined; isRefusal: boolean; body: BlockAction; respond: RespondFn },
  ): Promise<void> {
    const { reply, isRefusal, body, respond } = answer
    const { view } = body
    const isTray = view?.callback_id === trayCallback
    if (view && isTray) {
      const incident = await app.incidents.get(incidentOf(view.private_metadata))
      // Whoever left a private incident's channel meanwhile is shown no more of it.
      if (incident && (await maySee(gesture, incident))) {
        const notice = reply ? { ...reply, isRefusal } : {}
        const draft = await draftOf(gesture, incident)
        const correction = await lastCorrectionDraft(gesture, incident)
        const tray = trayView(incident, app.policy, { ...notice, draft, correction })
        await workspace.client.call('views.update', { view_id: view.id, view: tray })
        return
      }
    }
    if (!reply) return
    if (body.response_url) await respond({ ...ephemeral(reply), replace_original: false })
    else if (view?.type === 'modal' && !isTray) {
      if (isRefusal) await refuse(gesture, reply.text)
    } else await answerDirectly(workspace.client, body.user.id, reply.text)
  }

  bolt.shortcut({ callback_id: SHORTCUTS.declare, type: 'shortcut' }, async ({ body, ack }) => {
    await ack()
    const actor: Actor = { by: body.user.id, via: 'modal' }
    await openModal(request(actor, { channel: undefined, triggerId: body.trigger_id }), declareView(app.policy))
  })

  bolt.shortcut({ callback_id: SHORTCUTS.declareFromMessage, type: 'message_action' }, async ({ body, ack }) => {
    await ack()
    // As people read it. Mentions keep their ids: looking up names would cost the trigger its three seconds.
    const text = plainText(body.message.text ?? '', { user: id => id, channel: id => id })
    const actor: Actor = { by: body.user.id, via: 'modal' }
    const [title = ''] = text.split('\n')
    await openModal(
      request(actor, { channel: body.channel.id, triggerId: body.trigger_id }),
      declareView(app.policy, { title, summary: text }),
    )
  })

  bolt.shortcut({ callback_id: SHORTCUTS.keepMessage, type: 'message_action' }, async ({ body, ack, respond }) => {
    await ack()
    const actor: Actor = { by: body.user.id, via: 'button', requestId: body.trigger_id }
    const asked = request(actor, { channel: body.channel.id, triggerId: body.trigger_id })
    await app.background.track(
      keepOrDrop(asked, body.message_ts)
        .catch(error => explain(app, error, { shortcut: SHORTCUTS.keepMessage }))
        .then(reply => respond(ephemeral(reply))),
    )
  })

  bolt.shortcut({ callback_id: SHORTCUTS.makeFollowUp, type: 'message_action' }, async ({ body, ack, respond }) => {
    await ack()
    const actor: Actor = { by: body.user.id, via: 'button' }
    const asked = request(actor, { channel: body.channel.id, triggerId: body.trigger_id })
    const refusal = await app.background.track(
      makeFollowUp(asked, { ts: body.message_ts, text: body.message.text ?? '' }).catch(error =>
        explain(app, error, { shortcut: SHORTCUTS.makeFollowUp }),
      ),
    )
    if (refusal) await respond(ephemeral(refusal))
  })

  bolt.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') await app.background.track(publishHome(event.user))
  })

  bolt.event('member_joined_channel', ({ event }) => app.background.track(welcome(event)))

  for (const { name, hear } of events) bolt.event(name, ({ event }) => app.background.track(hear(event, edge)))

  /** Whoever comes to an incident’s channel later than its first minutes is told what happened so far. */
  async function welcome(event: { user: string; channel: string; inviter?: string }): Promise<void> {
    const { user, channel, inviter } = event
    if (user === workspace.botUserId) return
    const incident = await app.incidents.getByChannel(channel)
    if (!incident) return
    // Whom Sitrep invited is on the record with who asked for it.
    if (incident.isPrivate && inviter !== workspace.botUserId) {
      const people = [{ user, ...(inviter === undefined ? {} : { inviter }) }]
      const by: Actor = { by: 'sitrep', via: 'bot' }
      await decide(app, incident.id, { by, run: notePeopleFound, input: { people } })
    }
    await decide(app, incident.id, { by: { by: user, via: 'bot' }, run: noteJoined, input: { user } })
  }

  async function publishHome(user: string): Promise<void> {
    const actor: Actor = { by: user, via: 'button' }
    const asked = request(actor, { channel: undefined, triggerId: '' })
    const open = await openIncidentsFor(asked)
    const items = await myItems(asked)
    const reviews = await myReviews(asked)
    const toRead = await reviewsFor(app, user, reviewsOnHome)
    const subscriptions = await app.subscriptions.of(user)
    await workspace.client.call('views.publish', {
      user_id: user,
      view: homeView({ ...open, subscriptions, items, reviews, toRead }, user, app.policy),
    })
  }

  bolt.error(async error => {
    explain(app, 'original' in error && error.original ? error.original : error, { listener: true })
  })

  /** A shared channel shows our buttons to people of other companies; they may not press them. */
  function requireOwnTeam(team: string | undefined): void {
    if (team !== undefined && team !== workspace.teamId)
      throw new UserError('other-workspace', 'Only people of the workspace that runs this incident can do that.')
  }
}

/** What a button carries, or what was chosen from a menu. */
function valueOfControl(action: BlockAction['actions'][number]): string {
  if ('selected_option' in action && action.selected_option) return action.selected_option.value ?? ''
  return 'value' in action && typeof action.value === 'string' ? action.value : ''
}

/** The work's answer, or `late` shortly before Slack would show an error of its own; the work goes on. */
async function beforeSlackGivesUp<T>(work: Promise<T>, late: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<T>(resolve => {
    timer = setTimeout(() => resolve(late), answerWithinMs)
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}
