import type { KnownBlock } from '@slack/types'
import type { FiguresOver } from '../../app/figures.ts'
import { share } from '../../domain/communication-tables.ts'
import { describeMinutes } from '../../domain/duration.ts'
import type { Share, Spread } from '../../domain/figures.ts'
import type { Policy } from '../../domain/policy.ts'
import { context, section } from '../blocks.ts'
import { join, type Mrkdwn, md } from '../mrkdwn.ts'
import { serviceLabel } from './labels.ts'

/** More than these fill the screen. */
const mostAudiences = 12

/** “Figures of the last 30 days: 12 incidents”. */
export function figuresTitle({ incidents, days, service }: FiguresOver, policy: Policy): string {
  const where = service === undefined ? '' : ` of ${serviceLabel({ service }, policy)}`
  const many = incidents === 0 ? 'no incident' : incidents === 1 ? '1 incident' : `${incidents} incidents`
  return `Figures${where}, last ${days === 1 ? '1 day' : `${days} days`}: ${many}`
}

/** How long things took, which promises were kept, and how people were kept informed. */
export function figuresBlocks(figures: FiguresOver, policy: Policy): KnownBlock[] {
  const title = section(md`*${figuresTitle(figures, policy)}*`)
  const { incidents, intervals, attainments, onTime, silences, questions, helpful } = figures
  if (incidents === 0)
    return [
      title,
      section(md`There is nothing to count yet. \`/incident metrics 90d\` looks further back.`),
      ...notCounted(figures),
    ]
  const audiences = onTime.slice(0, mostAudiences).map(one => {
    const silence = silences.find(({ label }) => label === one.label)
    return md`*${one.label}*: ${kept(one, 'on time')}${
      silence
        ? md`; longest silence ${inWords(silence.spread)}, worst ${describeMinutes(silence.spread.worst)} (${silence.worstIn})`
        : ''
    }`
  })
  return [
    title,
    group('How long it took', [
      ...intervals.map(
        ({ label, from, to, spread }) =>
          md`*${label}*: ${spread ? md`${inWords(spread)}, of ${spread.count}` : 'not measured yet'}  _${from} → ${to}_`,
      ),
    ]),
    group(
      'Promises kept',
      attainments.map(one => md`*${one.label}*: ${kept(one, 'in time')}`),
    ),
    ...(audiences.length > 0 ? [group('Updates to each audience', audiences)] : []),
    group('Asked back', [
      questions.asked === 0
        ? md`Nobody asked anything.`
        : md`${questions.asked} asked, ${questions.answered?.count ?? 0} answered${
            questions.answered ? md`, after ${inWords(questions.answered)}` : ''
          }`,
      ...helpful
        .filter(one => one.of > 0)
        .slice(0, mostAudiences)
        .map(one => md`*${one.label}*: ${kept(one, 'found helpful')}`),
    ]),
    ...notCounted(figures),
  ]
}

function group(title: string, lines: readonly Mrkdwn[]): KnownBlock {
  return section(join([md`*${title}*`, ...lines.map(line => md`• ${line}`)]))
}

/** “median 4 min, p90 12 min”. */
function inWords({ median, p90 }: Spread): string {
  return `median ${describeMinutes(median)}, p90 ${describeMinutes(p90)}`
}

function kept({ met, of }: Share, how: string): string {
  return of === 0 ? 'none owed' : `${met} of ${of} ${how} (${share({ onTime: met, owed: of })})`
}

/** What these figures leave out, said so that nobody has to guess. */
function notCounted({ leftOut, unseen, isCutOff }: FiguresOver): KnownBlock[] {
  const parts = [
    ...(leftOut > 0 ? [`${leftOut} cancelled or merged`] : []),
    ...(unseen > 0 ? [`${unseen} private ${unseen === 1 ? 'incident' : 'incidents'} that you are not in`] : []),
    ...(isCutOff ? ['the older ones of more than 500: ask for fewer days'] : []),
  ]
  return [
    context(
      md`By when they were declared. Median and p90 are times that occurred (nearest rank). ${
        parts.length > 0 ? `Not counted: ${parts.join('; ')}.` : 'Cancelled and merged incidents are not counted.'
      }`,
    ),
  ]
}
