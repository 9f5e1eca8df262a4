import { decide } from '../../app/incidents.ts'
import {
  FINDING_KINDS,
  type FindingKind,
  findings,
  judgeFinding,
  VERDICTS,
  type Verdict,
  withdrawFinding,
} from '../../domain/findings.ts'
import type { Incident } from '../../domain/incident.ts'
import { ACTIONS } from '../action-ids.ts'
import { boardModalView } from '../modals/board.ts'
import { explainFindingView } from '../modals/explain-finding.ts'
import { findingModalView } from '../modals/finding.ts'
import { milestoneModalView } from '../modals/milestone.ts'
import { noteModalView } from '../modals/note.ts'
import { findIncident, openModal, type Reply } from '../request.ts'
import { boardBlocks } from '../views/board.ts'
import type { Action, ActionRequest } from './action.ts'
import { replaceView } from './replace-view.ts'

const STATE: Record<FindingKind, string> = { hypothesis: ACTIONS.stateHypothesis, decision: ACTIONS.stateDecision }
const JUDGE: Record<Verdict, string> = {
  open: ACTIONS.reopenFinding,
  'ruled-out': ACTIONS.ruleOut,
  confirmed: ACTIONS.confirmFinding,
}

function boardReply(incident: Incident): Reply {
  return { text: `The board of ${incident.id}`, blocks: boardBlocks(incident) }
}

/** The board after a press: in its modal, or below the message. */
async function shownAnew(request: ActionRequest, incident: Incident): Promise<Reply | undefined> {
  if (!request.view) return boardReply(incident)
  await replaceView(request, boardModalView(incident))
  return undefined
}

/** What is on the board, and what goes on the timeline by hand. */
export const boardActions: readonly Action[] = [
  {
    id: ACTIONS.board,
    async run(request) {
      const incident = await findIncident(request, request.value)
      if (!request.view) return boardReply(incident)
      await openModal(request, boardModalView(incident))
      return undefined
    },
  },
  ...FINDING_KINDS.map(
    (kind): Action => ({
      id: STATE[kind],
      async run(request) {
        await openModal(request, findingModalView(await findIncident(request, request.value), kind))
        return undefined
      },
    }),
  ),
  ...(['open', ...VERDICTS] as const).map(
    (verdict): Action => ({
      id: JUDGE[verdict],
      async run(request) {
        const [id = '', number] = request.value.split('#')
        const incident = await findIncident(request, id)
        const input = { number: Number(number), verdict }
        const after = await decide(request.app, incident.id, { by: request.actor, run: judgeFinding, input })
        return shownAnew(request, after)
      },
    }),
  ),
  {
    id: ACTIONS.explainFinding,
    async run(request) {
      const [id = '', number] = request.value.split('#')
      const incident = await findIncident(request, id)
      const finding = findings(incident).find(one => one.number === Number(number))
      if (finding) await openModal(request, explainFindingView(incident, finding))
      return undefined
    },
  },
  {
    id: ACTIONS.withdrawFinding,
    async run(request) {
      const [id = '', number] = request.value.split('#')
      const incident = await findIncident(request, id)
      const input = { number: Number(number) }
      const after = await decide(request.app, incident.id, { by: request.actor, run: withdrawFinding, input })
      return shownAnew(request, after)
    },
  },
  {
    id: ACTIONS.whatLed,
    async run(request) {
      const [id = '', seq] = request.value.split('#')
      await openModal(request, noteModalView(await findIncident(request, id), { about: Number(seq) }))
      return undefined
    },
  },
  {
    id: ACTIONS.milestones,
    async run(request) {
      await openModal(request, milestoneModalView(await findIncident(request, request.value)))
      return undefined
    },
  },
]
