import { describeEvent, type Names } from '../../domain/describe-event.ts'
import { isTold } from '../../domain/is-told.ts'
import type { TimelineEvent } from '../../domain/timeline.ts'
import { withoutCopies } from '../../domain/withheld.ts'
import { context } from '../blocks.ts'
import { outsideReply } from '../inside-words.ts'
import { md, when } from '../mrkdwn.ts'
import { mayReadInside } from '../request.ts'
import { factsView } from '../views/card.ts'
import { meantKnown, type Verb } from './verb.ts'

const factsShown = 8

export const showVerb: Verb = {
  name: 'show',
  aliases: ['status', 'info'],
  usage: 'show',
  help: 'Shows the incident: its state, roles and clocks, and what happened last.',
  async run(request) {
    const incident = await meantKnown(request)
    if (!(await mayReadInside(request, incident))) return outsideReply(incident, request.app.policy)
    const view = factsView(incident, request.app.policy)
    const facts = withoutCopies(incident).timeline.filter(isTold).slice(-factsShown)
    const names = await namesIn(facts, request.app.nameOf)
    const sentences = facts.map(fact => context(md`${when(fact.at)}: ${describeEvent(fact, names)}`))
    return {
      text: view.text,
      blocks: [...view.blocks, ...sentences],
    }
  },
}

/** The names of everything the facts speak of, as plain text: the sentences carry people's words too. */
async function namesIn(facts: readonly TimelineEvent[], nameOf: (id: string) => Promise<string>): Promise<Names> {
  const ids = new Set<string>()
  const collect = (id: string) => ids.add(id) && id
  for (const fact of facts) describeEvent(fact, { user: collect, channel: collect })
  const names = new Map(await Promise.all([...ids].map(async id => [id, await nameOf(id)] as const)))
  const nameIn = (id: string) => names.get(id) ?? id
  // A group's name has its sign already.
  return { user: id => nameIn(id).replace(/^@?/, '@'), channel: nameIn }
}
