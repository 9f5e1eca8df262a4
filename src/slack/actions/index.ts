import { decide } from '../../app/incidents.ts'
import { requireCloser } from '../../domain/closers.ts'
import { acknowledge, type Incident, requireActive, takeRole } from '../../domain/incident.ts'
import { changeStatus, close, missingToClose, resolve } from '../../domain/lifecycle.ts'
import { approveDisclosure, hasPrivateChannel, liftPrivacy, makePrivate } from '../../domain/privacy.ts'
import { ROLE, ROLES } from '../../domain/roles.ts'
import { ACTIVE_STATUSES } from '../../domain/status.ts'
import { openDispute } from '../../domain/verification.ts'
import { ACTIONS, phaseAction, takeRoleAction } from '../action-ids.ts'
import { isInClosersGroup } from '../closers.ts'
import { closeModalView } from '../modals/close.ts'
import { declareView } from '../modals/declare.ts'
import { mergeModalView } from '../modals/merge.ts'
import { noteModalView } from '../modals/note.ts'
import { cancelModalView, reopenModalView } from '../modals/reason.ts'
import { openResolveForm } from '../modals/resolve.ts'
import { roleModalView } from '../modals/role.ts'
import { severityModalView } from '../modals/severity.ts'
import { openUpdateForm } from '../modals/update.ts'
import { openIncidentsFor } from '../open-incidents.ts'
import { findIncident, openModal } from '../request.ts'
import { liftedNotice, privacyNotice } from '../views/privacy.ts'
import { movedTo, whatLedReply } from '../views/what-led.ts'
import type { Action, ActionRequest, Run } from './action.ts'
import { itemActions } from './action-items.ts'
import { boardActions } from './board.ts'
import { buildReviewAction, readReviewActions } from './build-review.ts'
import { commsActions } from './comms.ts'
import { correctAction } from './corrections.ts'
import { deliveryActions } from './deliveries.ts'
import { draftActions } from './drafts.ts'
import { feedbackActions } from './feedback.ts'
import { followUpActions } from './follow-ups.ts'
import { foundPeopleActions } from './found-people.ts'
import { joinAction } from './join.ts'
import { metricsAction } from './metrics.ts'
import { noChangeAction } from './no-change.ts'
import { questionActions } from './questions.ts'
import { redrawActions } from './redraw.ts'
import { reviewActions } from './review.ts'
import { snoozeAction } from './snooze.ts'
import { stakeholderActions } from './stakeholders.ts'
import { subscriptionActions } from './subscriptions.ts'
import { timelineActions } from './timeline.ts'
import { verificationActions } from './verification.ts'
import { wholeAction } from './whole.ts'

function onIncident(id: string, run: Run): Action {
  return { id, run: async request => run(await findIncident(request, request.value), request) }
}

/** A button that is one decision. The card shows what became of it, so nothing is answered. */
function deciding(id: string, decision: (incident: Incident, request: ActionRequest) => Promise<unknown>): Action {
  return onIncident(id, async (incident, request) => {
    await decision(incident, request)
    return undefined
  })
}

const declareAction: Action = {
  id: ACTIONS.declare,
  async run(request) {
    await openModal(request, declareView(request.app.policy, { title: request.value }))
    return undefined
  },
}

const closeAction = onIncident(ACTIONS.close, async (incident, request) => {
  const { policy } = request.app
  // What closing would refuse is refused before a form is shown.
  const asksFirst =
    incident.status === 'resolved' &&
    (missingToClose(incident, policy).length > 0 || openDispute(incident) !== undefined)
  const isInGroup = await isInClosersGroup(request.workspace, request.actor.by, policy)
  if (asksFirst) {
    requireCloser(incident, request.actor.by, { policy, isInGroup })
    await openModal(request, closeModalView(incident, policy))
  } else await decide(request.app, incident.id, { by: request.actor, run: close, input: { policy, isInGroup } })
  return undefined
})

const resolveAction = deciding(ACTIONS.resolve, async (incident, request) => {
  const stamp = { ...request.actor, at: request.app.now() }
  // The decision is tried without saving it: who cannot resolve is told before filling in a form.
  resolve(incident, { resolution: '-', policy: request.app.policy }, stamp)
  await openResolveForm(request, incident)
})

/** Every control that Sitrep's messages and modals carry. */
export const buttons: readonly Action[] = [
  declareAction,
  deciding(ACTIONS.acknowledge, (incident, { app, actor }) =>
    decide(app, incident.id, { by: actor, run: acknowledge, input: undefined }),
  ),
  ...ROLES.map(role =>
    onIncident(takeRoleAction(role), async (incident, { app, actor }) => {
      await decide(app, incident.id, { by: actor, run: takeRole, input: { role } })
      return { text: `You are now ${ROLE[role].label} of ${incident.id}. ${ROLE[role].duty}` }
    }),
  ),
  ...ACTIVE_STATUSES.map(to =>
    onIncident(phaseAction(to), async (incident, { app, actor }) => {
      const after = await decide(app, incident.id, { by: actor, run: changeStatus, input: { to } })
      return incident.status === to ? undefined : whatLedReply(after, movedTo(incident, to))
    }),
  ),
  deciding(ACTIONS.update, (incident, request) => openUpdateForm(request, incident)),
  noChangeAction,
  deciding(ACTIONS.severity, (incident, request) => {
    requireActive(incident, 'change its severity')
    return openModal(request, severityModalView(incident, request.app.policy))
  }),
  deciding(ACTIONS.role, (incident, request) => openModal(request, roleModalView(incident, request.actor.by))),
  deciding(ACTIONS.note, (incident, request) => openModal(request, noteModalView(incident))),
  resolveAction,
  closeAction,
  deciding(ACTIONS.reopen, (incident, request) => openModal(request, reopenModalView(incident))),
  deciding(ACTIONS.cancel, (incident, request) => openModal(request, cancelModalView(incident))),
  deciding(ACTIONS.merge, async (incident, request) =>
    openModal(request, mergeModalView(incident, (await openIncidentsFor(request)).known)),
  ),
  buildReviewAction,
  ...readReviewActions,
  onIncident(ACTIONS.makePrivate, async (incident, { app, actor }) => {
    const after = await decide(app, incident.id, { by: actor, run: makePrivate, input: undefined })
    return {
      text: incident.isPrivate
        ? `${incident.id} stays private.`
        : privacyNotice(after.id, { hasPrivateChannel: hasPrivateChannel(after) }),
    }
  }),
  onIncident(ACTIONS.proposeDisclosure, async (incident, { app, actor }) => {
    const after = await decide(app, incident.id, { by: actor, run: liftPrivacy, input: { reason: '' } })
    return { text: liftedNotice(after) }
  }),
  onIncident(ACTIONS.approveDisclosure, async (incident, { app, actor }) => {
    await decide(app, incident.id, { by: actor, run: approveDisclosure, input: undefined })
    return { text: liftedNotice({ id: incident.id, isPrivate: false }) }
  }),
  ...verificationActions,
  ...commsActions,
  ...boardActions,
  ...timelineActions,
  ...followUpActions,
  ...itemActions,
  ...reviewActions,
  correctAction,
  ...deliveryActions,
  ...draftActions,
  snoozeAction,
  joinAction,
  ...foundPeopleActions,
  ...subscriptionActions,
  ...stakeholderActions,
  ...redrawActions,
  wholeAction,
  ...questionActions,
  ...feedbackActions,
  metricsAction,
]
