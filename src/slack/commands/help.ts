import { UserError } from '../../errors.ts'
import { context, type MessageView, section } from '../blocks.ts'
import { join, md } from '../mrkdwn.ts'
import type { Verb, VerbGroup } from './verb.ts'

/** Help over the given verbs; `help <verb>` tells one of them with its other names. */
export function helpVerb(groups: () => readonly VerbGroup[]): Verb {
  return {
    name: 'help',
    aliases: ['?'],
    usage: 'help [verb]',
    help: 'Shows what can be typed.',
    async run({ text }) {
      if (text === '') return overview(groups())
      const wanted = text.toLowerCase()
      const verb = groups()
        .flatMap(group => group.verbs)
        .find(one => one.name === wanted || one.aliases.includes(wanted))
      if (!verb) throw new UserError('unknown-verb', `There is no \`${text}\`. \`/incident help\` shows what there is.`)
      const others = verb.aliases.length > 0 ? ` Also: ${verb.aliases.map(alias => `\`${alias}\``).join(', ')}.` : ''
      return { text: `\`/incident ${verb.usage}\`: ${verb.help}${others}` }
    },
  }
}

/** A block for each group: Slack cuts a block of more than 3,000 characters. */
function overview(groups: readonly VerbGroup[]): MessageView {
  const usages = groups.map(({ title, verbs }) => `${title}: ${verbs.map(verb => verb.usage).join(' · ')}`)
  return {
    text: ['What can be typed after /incident', ...usages].join('\n'),
    blocks: [
      section(
        md`*/incident <what is wrong>* declares an incident. In its channel, */incident* alone offers what fits.`,
      ),
      ...groups.map(({ title, verbs }) =>
        section(join([md`*${title}*`, ...verbs.map(verb => md`\`/incident ${verb.usage}\`  ${verb.help}`)])),
      ),
      context(md`Outside the incident’s channel put its number in front: \`/incident INC-42 ack\`.`),
    ],
  }
}
