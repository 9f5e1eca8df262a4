import { decide } from '../../app/incidents.ts'
import {
  FINDING_STATE_LABEL,
  type Finding,
  type FindingKind,
  findings,
  judgeFinding,
  ruleOut,
  splitReason,
  stateFinding,
  type Verdict,
  withdrawFinding,
} from '../../domain/findings.ts'
import type { Incident } from '../../domain/incident.ts'
import { UserError } from '../../errors.ts'
import { outsideReply } from '../inside-words.ts'
import { findingModalView } from '../modals/finding.ts'
import { mayReadInside, openModal, type Reply } from '../request.ts'
import { boardBlocks } from '../views/board.ts'
import { type CommandRequest, meantIncident, meantKnown, type Verb } from './verb.ts'

/** How something stands on the board now, by the number that it is meant by from here on. */
function standing(incident: Incident, isMeant: (finding: Finding) => boolean): Reply {
  const finding = findings(incident).findLast(isMeant)
  if (!finding) return { text: `It is not on the board of ${incident.id} any more.` }
  const { state, number, text } = finding
  return { text: `${FINDING_STATE_LABEL[state]} ${number} on the board of ${incident.id}: ${text}` }
}

async function state(request: CommandRequest, kind: FindingKind): Promise<Reply | undefined> {
  const incident = await meantIncident(request)
  if (request.text === '') {
    await openModal(request, findingModalView(incident, kind))
    return undefined
  }
  const input = { kind, ...splitReason(request.text) }
  const after = await decide(request.app, incident.id, { by: request.actor, run: stateFinding, input })
  return standing(after, ({ stated, text }) => stated.kind === kind && text === input.text)
}

export const decideVerb: Verb = {
  name: 'decide',
  aliases: ['decision', 'decided'],
  usage: 'decide [text]',
  help: 'Puts a decision on the record; “… because …” says why.',
  run: request => state(request, 'decision'),
}

export const hypothesisVerb: Verb = {
  name: 'hypothesis',
  aliases: ['suspect'],
  usage: 'hypothesis [text|number]',
  help: 'Puts a possible cause on the board, until it is confirmed or ruled out; with its number, opens it again.',
  // “500 errors at the gateway” is a possible cause.
  run: async request =>
    (/^#?\d+$/.test(request.text) && (await judge(request, 'open'))) || state(request, 'hypothesis'),
}

/** `ruleout 2 [why]` */
const numbered = /^#?(\d{1,3})(?:[\s:,–-]+(?:because\s+)?([\s\S]*))?$/i

/** Undefined where no number is given. */
async function judge(request: CommandRequest, verdict: Verdict): Promise<Reply | undefined> {
  const [, digits, why] = numbered.exec(request.text) ?? []
  if (digits === undefined) return undefined
  const incident = await meantIncident(request)
  const number = Number(digits)
  const input = { number, verdict, why: why?.trim() || undefined }
  const after = await decide(request.app, incident.id, { by: request.actor, run: judgeFinding, input })
  return standing(after, finding => finding.number === number)
}

export const ruleOutVerb: Verb = {
  name: 'ruleout',
  aliases: ['ruled-out', 'rule-out', 'exclude'],
  usage: 'ruleout <number|text>',
  help: 'Rules a possible cause out, so that nobody looks at it again; takes its number on the board, or a new text.',
  async run(request) {
    if (request.text === '')
      throw new UserError(
        'rule-out-what',
        'Say what is ruled out: `/incident ruleout 2`, or `/incident ruleout the database`.',
      )
    const incident = await meantIncident(request)
    // “500 errors at the gateway” is ruled out by its text: the board has no number 500.
    const [, digits, why] = numbered.exec(request.text) ?? []
    const isOnBoard = findings(incident).some(({ number }) => number === Number(digits))
    const judged = isOnBoard || !why ? await judge(request, 'ruled-out') : undefined
    if (judged) return judged
    const input = splitReason(request.text)
    const after = await decide(request.app, incident.id, { by: request.actor, run: ruleOut, input })
    return standing(after, ({ text }) => text === input.text)
  },
}

export const confirmVerb: Verb = {
  name: 'confirm',
  aliases: ['confirmed'],
  usage: 'confirm <number>',
  help: 'Confirms a possible cause, by its number on the board.',
  async run(request) {
    const judged = await judge(request, 'confirmed')
    if (judged) return judged
    throw new UserError(
      'confirm-what',
      'Say which one by its number: `/incident confirm 2`. `/incident board` shows the numbers.',
    )
  },
}

export const takeBackVerb: Verb = {
  name: 'takeback',
  aliases: ['take-back', 'withdraw'],
  usage: 'takeback <number>',
  help: 'Takes off the board what was put there by mistake, by its number; that it was there stays on the record.',
  async run(request) {
    const number = Number(numbered.exec(request.text)?.[1])
    if (!number)
      throw new UserError(
        'take-back-what',
        'Say which one by its number: `/incident takeback 2`. `/incident board` shows the numbers.',
      )
    const incident = await meantIncident(request)
    await decide(request.app, incident.id, { by: request.actor, run: withdrawFinding, input: { number } })
    return { text: `Number ${number} is off the board of ${incident.id}.` }
  },
}

export const boardVerb: Verb = {
  name: 'board',
  aliases: ['findings', 'hypotheses', 'decisions'],
  usage: 'board',
  help: 'Shows what is supposed, ruled out, confirmed and decided.',
  async run(request) {
    const incident = await meantKnown(request)
    if (!(await mayReadInside(request, incident))) return outsideReply(incident, request.app.policy)
    return { text: `The board of ${incident.id}`, blocks: boardBlocks(incident) }
  },
}
