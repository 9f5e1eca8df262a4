import { decide } from '../../app/incidents.ts'
import {
  FINDING_STATE_LABEL,
  type FindingKind,
  judgeFinding,
  ruleOut,
  splitReason,
  stateFinding,
  type Verdict,
} from '../../domain/findings.ts'
import { UserError } from '../../errors.ts'
import { outsideReply } from '../inside-words.ts'
import { findingModalView } from '../modals/finding.ts'
import { mayReadInside, openModal } from '../request.ts'
import { boardBlocks } from '../views/board.ts'
import { type CommandRequest, meantIncident, meantKnown, type Verb } from './verb.ts'

function stating(kind: FindingKind, verb: Pick<Verb, 'name' | 'aliases' | 'help'>): Verb {
  return {
    ...verb,
    usage: `${verb.name} [text]`,
    async run(request) {
      const incident = await meantIncident(request)
      if (request.text === '') {
        await openModal(request, findingModalView(incident, kind))
        return undefined
      }
      const input = { kind, ...splitReason(request.text) }
      await decide(request.app, incident.id, { by: request.actor, run: stateFinding, input })
      return {
        text: `${kind === 'decision' ? 'Decision' : 'Hypothesis'} on the board of ${incident.id}: ${input.text}`,
      }
    },
  }
}

export const decideVerb = stating('decision', {
  name: 'decide',
  aliases: ['decision', 'decided'],
  help: 'Puts a decision on the record; “… because …” says why.',
})

export const hypothesisVerb = stating('hypothesis', {
  name: 'hypothesis',
  aliases: ['suspect'],
  help: 'Puts a possible cause on the board, until it is confirmed or ruled out.',
})

/** `ruleout 2 [why]` */
const numbered = /^#?(\d{1,3})(?:[\s:,–-]+(?:because\s+)?([\s\S]*))?$/i

async function judge(request: CommandRequest, verdict: Verdict) {
  const incident = await meantIncident(request)
  const [, number, why] = numbered.exec(request.text) ?? []
  if (number === undefined) return { incident, isJudged: false }
  const input = { number: Number(number), verdict, why: why?.trim() || undefined }
  await decide(request.app, incident.id, { by: request.actor, run: judgeFinding, input })
  return { incident, isJudged: true }
}

export const ruleOutVerb: Verb = {
  name: 'ruleout',
  aliases: ['ruled-out', 'rule-out', 'exclude'],
  usage: 'ruleout <number|text>',
  help: 'Rules a possible cause out, so that nobody looks at it again; takes its number on the board, or a new text.',
  async run(request) {
    const { incident, isJudged } = await judge(request, 'ruled-out')
    if (!isJudged) {
      if (request.text === '')
        throw new UserError(
          'rule-out-what',
          'Say what is ruled out: `/incident ruleout 2`, or `/incident ruleout the database`.',
        )
      const input = splitReason(request.text)
      await decide(request.app, incident.id, { by: request.actor, run: ruleOut, input })
    }
    return { text: `Ruled out on the board of ${incident.id}.` }
  },
}

export const confirmVerb: Verb = {
  name: 'confirm',
  aliases: ['confirmed'],
  usage: 'confirm <number>',
  help: 'Confirms a possible cause, by its number on the board.',
  async run(request) {
    const { incident, isJudged } = await judge(request, 'confirmed')
    if (!isJudged)
      throw new UserError(
        'confirm-what',
        'Say which one by its number: `/incident confirm 2`. `/incident board` shows the numbers.',
      )
    return { text: `${FINDING_STATE_LABEL.confirmed} on the board of ${incident.id}.` }
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
