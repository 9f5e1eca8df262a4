import { usualDays } from '../../app/figures.ts'
import { UserError } from '../../errors.ts'
import { figuresFor } from '../figures.ts'
import { figuresBlocks, figuresTitle } from '../views/figures.ts'
import { serviceNamed } from './subscribe.ts'
import type { Verb } from './verb.ts'

const mostDays = 366

export const metricsVerb: Verb = {
  name: 'metrics',
  aliases: ['figures', 'kpi'],
  usage: 'metrics [30d] [service <name>]',
  help: 'Shows figures over many incidents: how long things took, and how many updates came on time; `30d` is how far back to look.',
  async run(request) {
    const { policy } = request.app
    const [, days, rest = ''] = /^(?:(\d{1,4})\s*d(?:ays)?\b)?\s*(.*)$/is.exec(request.text) ?? []
    const [, name] = /^service\s+(.+)$/is.exec(rest) ?? []
    const asked = days === undefined ? usualDays : Number(days)
    if ((rest !== '' && name === undefined) || asked < 1 || asked > mostDays)
      throw new UserError(
        'metrics-of-what',
        'Say over how many days, up to 366, and of which service if you like: `/incident metrics 90d service checkout`.',
      )
    const service = name === undefined ? undefined : serviceNamed(name, policy)
    const figures = await figuresFor(request, { days: asked, service })
    return { text: figuresTitle(figures, policy), blocks: figuresBlocks(figures, policy) }
  },
}
