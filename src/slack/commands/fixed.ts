import { decide } from '../../app/incidents.ts'
import { answerDispute, confirmFix, disputeFix } from '../../domain/verification.ts'
import { UserError } from '../../errors.ts'
import { answerDisputeModalView, disputeModalView } from '../modals/verification.ts'
import { openModal, requireReadInside } from '../request.ts'
import { meantKnown, type Verb } from './verb.ts'

export const fixedVerb: Verb = {
  name: 'fixed',
  aliases: [],
  usage: 'fixed [no <what you still see> | other <why>]',
  help: 'Says as its reporter that it is fixed, or is not; `other` answers a no without reopening it.',
  async run(request) {
    const incident = await meantKnown(request)
    const { app, actor } = request
    const [word = '', ...rest] = request.text.split(/\s+/)
    const text = rest.join(' ')
    const stamp = { ...actor, at: app.now() }
    switch (word.toLowerCase()) {
      case '':
      case 'yes':
        await decide(app, incident.id, { by: actor, run: confirmFix, input: undefined })
        return { text: `Thank you. It is on the record that ${incident.id} is fixed for you.` }
      case 'no':
        if (text === '') {
          disputeFix(incident, { text: '-' }, stamp)
          await openModal(request, disputeModalView(incident))
          return undefined
        }
        await decide(app, incident.id, { by: actor, run: disputeFix, input: { text } })
        return { text: `Whoever leads ${incident.id} is told. You hear what comes of it.` }
      case 'other':
        // What its reporter still sees is shown to whoever answers.
        await requireReadInside(request, incident)
        if (text === '') {
          answerDispute(incident, { reason: '-' }, stamp)
          await openModal(request, answerDisputeModalView(incident))
          return undefined
        }
        await decide(app, incident.id, { by: actor, run: answerDispute, input: { reason: text } })
        return { text: `${incident.id} stays resolved, and its reporter is told why.` }
      default:
        throw new UserError(
          'fixed-or-not',
          'Say `/incident fixed`, or `/incident fixed no <what you still see>`; `/incident fixed other <why>` answers a no.',
        )
    }
  },
}
