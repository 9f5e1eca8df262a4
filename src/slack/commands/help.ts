import { UserError } from '../../errors.ts'
import { context, section } from '../blocks.ts'
import { join, md } from '../mrkdwn.ts'
import type { Verb } from './verb.ts'

/** Help over the given verbs; `help <verb>` tells one of them with its other names. */
export function helpVerb(verbs: () => readonly Verb[]): Verb {
  return {
    name: 'help',
    aliases: ['?'],
    usage: 'help [verb]',
    help: 'Shows what can be typed.',
    async run({ text }) {
      if (text === '') {
        const lines = verbs().map(verb => md`\`/incident ${verb.usage}\`  ${verb.help}`)
        const plain = verbs().map(verb => `/incident ${verb.usage}: ${verb.help}`)
        return {
          text: plain.join('\n'),
          blocks: [
            section(
              md`*/incident <what is wrong>* declares an incident. In its channel, */incident* alone offers what fits.`,
            ),
            section(join(lines)),
            context(md`Outside the incident’s channel put its number in front: \`/incident INC-42 ack\`.`),
          ],
        }
      }
      const wanted = text.toLowerCase()
      const verb = verbs().find(one => one.name === wanted || one.aliases.includes(wanted))
      if (!verb) throw new UserError('unknown-verb', `There is no \`${text}\`. \`/incident help\` shows what there is.`)
      const others = verb.aliases.length > 0 ? ` Also: ${verb.aliases.map(alias => `\`${alias}\``).join(', ')}.` : ''
      return { text: `\`/incident ${verb.usage}\`: ${verb.help}${others}` }
    },
  }
}
