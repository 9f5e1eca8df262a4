import { checkView } from '../blocks/check.ts'
import type { OpenView } from '../entities.ts'
import { invalidArguments, SlackError } from '../errors.ts'
import type { Trigger } from '../triggers.ts'
import { currentConversation } from '../view-state.ts'
import { findView, openModal, publishHome, pushModal, renderView, setValues, topModal, updateView } from '../views.ts'
import { type Call, type Methods, noScope } from './method.ts'

export const viewMethods = {
  'views.open': {
    tier: 4,
    needs: noScope,
    run(call) {
      const view = checkView(call.args.json('view'), 'modal')
      const { user, channel } = exchange(call)
      const opened = openModal(call.world, user, view)
      if (channel === undefined) return answer(call, opened)
      return answer(call, setValues(call.world, opened, currentConversation(view.blocks, channel)))
    },
  },
  'views.push': {
    tier: 4,
    needs: noScope,
    run(call) {
      const view = checkView(call.args.json('view'), 'modal')
      const { user, viewId } = exchange(call)
      if (!viewId || topModal(call.world, user)?.id !== viewId) throw new SlackError('not_found')
      return answer(call, pushModal(call.world, user, view))
    },
  },
  'views.update': {
    tier: 4,
    needs: noScope,
    run(call) {
      const { world, args } = call
      const id = args.text('view_id')
      const externalId = args.text('external_id')
      if (!id && !externalId) throw invalidArguments('missing required field: view_id or external_id')
      const view = findView(world, id ? { id } : externalId ? { externalId } : {})
      if (!view) throw new SlackError('not_found')
      checkHash(call, view)
      return answer(call, updateView(world, view, checkView(args.json('view'), view.source.type)))
    },
  },
  'views.publish': {
    tier: 4,
    needs: noScope,
    run(call) {
      const { world, args } = call
      const user = args.required('user_id')
      if (!world.users.has(user)) throw new SlackError('user_not_found')
      const source = checkView(args.json('view'), 'home')
      const current = world.homes.get(user)
      if (current) checkHash(call, current)
      return answer(call, publishHome(world, user, source))
    },
  },
} satisfies Methods

function exchange({ world, args }: Call): Trigger {
  return world.triggers.exchange(args.text('trigger_id') ?? args.required('interactivity_pointer'))
}

function checkHash({ args }: Call, view: OpenView): void {
  const hash = args.text('hash')
  if (hash && hash !== view.hash) throw new SlackError('hash_conflict')
}

function answer({ world }: Call, view: OpenView): Record<string, unknown> {
  return { view: renderView(world, view) }
}
