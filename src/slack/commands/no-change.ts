import { sayNoChange } from '../actions/no-change.ts'
import { meantIncident, type Verb } from './verb.ts'

export const noChangeVerb: Verb = {
  name: 'nochange',
  aliases: ['no-change', 'same'],
  usage: 'nochange',
  help: 'Says to all who have read a report that work goes on without a change, and promises the next update.',
  run: async request => sayNoChange(request, await meantIncident(request)),
}
