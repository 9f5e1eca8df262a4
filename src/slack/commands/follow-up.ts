import { decide } from '../../app/incidents.ts'
import { keepPromise } from '../../domain/follow-ups.ts'
import { UserError } from '../../errors.ts'
import { followUpsReply } from '../views/action-items.ts'
import { newItem, runItemVerb } from './action-items.ts'
import { meantIncident, type Verb } from './verb.ts'

/** What can be said of one that exists, by its number. */
const words = ['done', 'move', 'drop', 'reopen', 'edit']

export const followUpVerb: Verb = {
  name: 'followup',
  aliases: ['followups', 'follow-up', 'action-item', 'promises'],
  usage: 'followup [text @owner by 2026-03-10] | done <n> | done|move|drop|reopen|edit <A1> | mine',
  help: 'Adds a task to be done after the incident, or lists all of them and what readers were promised; `done A1` ends a task, `done 1` tells the readers that promise 1 is kept.',
  async run(request) {
    const { app, actor, text } = request
    if (/^mine$/i.test(text)) return runItemVerb(request, { word: 'mine' })
    const [, word = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? []
    const isWord = words.includes(word.toLowerCase())
    const promise = /^done\s+#?(\d{1,4})$/i.exec(text)?.[1]
    if (promise !== undefined) {
      const incident = await meantIncident(request)
      const input = { number: Number(promise), policy: app.policy }
      await decide(app, incident.id, { by: actor, run: keepPromise, input })
      return { text: `Follow-up ${promise} of ${incident.id} is done; whoever read the promise hears it.` }
    }
    const [, number, more = ''] = /^#?a(\d{1,4})(?:[\s:,–-]+([\s\S]*))?$/i.exec(rest) ?? []
    if (isWord && number !== undefined)
      return runItemVerb(request, { word: word.toLowerCase(), number: Number(number), rest: more.trim() })
    if (isWord && !/\s/.test(rest))
      throw new UserError(
        'followup-what',
        'Say which one: `/incident followup done A1`, or `/incident followup done 1` for a promise. `/incident followup` lists them.',
      )
    return text === '' ? followUpsReply(await meantIncident(request)) : newItem(request)
  },
}
