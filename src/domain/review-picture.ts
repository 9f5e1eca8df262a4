import { describeInterval } from './duration.ts'
import { attainments, endedAt } from './metrics.ts'
import type { Lane, MarkKind, Picture, PictureInput } from './picture.ts'
import type { Figure, Table } from './review.ts'
import { beside, joined, minute, type Text, told } from './review-text.ts'

/** The picture with what it shows in sentences and as a table. */
export function pictureFigure(picture: Picture, input: PictureInput): Figure {
  return {
    kind: 'figure',
    title: `${input.incident.id} from its ${picture.from < input.incident.declaredAt ? 'beginning' : 'declaration'} to ${endedAt(input.incident, input.builtAt) ? 'its end' : 'when this was built'}`,
    picture,
    sentences: sentencesOf(picture, input),
    table: tableOf(picture),
  }
}

function sentencesOf(picture: Picture, { incident, policy, builtAt }: PictureInput): Text[] {
  const { from, to, lanes, events } = picture
  const some = (group: Lane['group']) => lanes.filter(lane => lane.group === group)
  const kept = attainments(incident, policy, builtAt).filter(({ dueAt }) => dueAt !== undefined)
  return [
    told`The picture shows ${describeInterval(from, to)}, from ${minute(from)} to ${beside(to, from)}.`,
    ...some('state').map(lane => told`${lane.label}: ${stretchesOf(lane, picture)}.`),
    ...(kept.length > 0
      ? [
          told`Promises: ${joined(
            kept.map(
              ({ label, dueAt, actualAt, outcome }) =>
                told`${label.toLowerCase()} ${outcome}${actualAt ? told`, ${beside(actualAt, from)}` : ''}${dueAt ? told` (due ${beside(dueAt, from)})` : ''}`,
            ),
            '; ',
          )}.`,
        ]
      : []),
    ...some('updates').map(countsOf),
    ...some('people').map(lane => told`${lane.label}: ${stretchesOf(lane, picture)}.`),
    activitySentence(picture),
    ...(events.length > 0
      ? [
          told`Key events: ${joined(
            events.map(
              ({ number, at, text }) => told`${String(number)}, ${beside(at, from)}: ${text.replace(/\.$/, '')}`,
            ),
            '; ',
          )}.`,
        ]
      : []),
  ]
}

/** What lasts to the end of the picture did not end there. */
function stretchesOf({ bars }: Lane, picture: Picture): Text {
  return joined(
    bars.map(({ label, from, to }) =>
      to < picture.to
        ? told`${label} from ${minute(from)} to ${beside(to, from)}`
        : told`${label} from ${minute(from)} on`,
    ),
    ', then ',
  )
}

const COUNTED: Record<MarkKind, string> = {
  due: 'due',
  'on time': 'on time',
  late: 'late',
  automatic: 'missed, so that Sitrep posted an automatic one',
  'put off': 'put off',
  'not delivered': 'not delivered',
  'not owed': 'that was not owed',
  target: 'target',
}

function countsOf({ label, marks }: Lane): Text {
  const next = marks.find(({ kind }) => kind === 'due')
  const came = marks.filter(mark => mark !== next)
  const kinds = [...new Set(came.map(({ kind }) => kind))]
  const counts = kinds.map(kind => `${came.filter(mark => mark.kind === kind).length} ${COUNTED[kind]}`)
  const number = came.length === 0 ? 'no update yet' : `${came.length} ${came.length === 1 ? 'update' : 'updates'}`
  const sent = [`${label}: ${number}`, ...(counts.length > 0 ? [`of these ${counts.join(', ')}`] : [])].join(', ')
  return next ? told`${sent}; the next is due ${minute(next.at)}.` : `${sent}.`
}

function activitySentence({ activity }: Picture): Text {
  const all = activity.reduce((sum, { messages }) => sum + messages, 0)
  if (all === 0) return 'No messages were written meanwhile.'
  const most = activity.reduce((a, b) => (b.messages > a.messages ? b : a))
  return told`Messages: ${String(all)}, most of them (${String(most.messages)}) between ${minute(most.from)} and ${beside(most.to, most.from)}.`
}

/** Every bar, mark and event of the picture. */
function tableOf({ to: end, lanes, activity, events }: Picture): Table {
  const marks = lanes.flatMap(({ label, marks: own }) =>
    own.map(({ at, kind, since }): Text[] => [
      label,
      kind === 'target' ? 'target' : `update: ${kind}`,
      minute(at),
      since ? told`due ${beside(since, at)}` : '',
    ]),
  )
  return {
    kind: 'table',
    columns: ['Lane', 'What', 'From', 'Until'],
    rows: [
      ...lanes.flatMap(({ label, bars }) =>
        bars.map((bar): Text[] => [
          label,
          bar.label || (bar.tone === 'bad' ? 'after its target' : 'until its target'),
          minute(bar.from),
          bar.to < end ? minute(bar.to) : 'the end',
        ]),
      ),
      ...marks,
      ...activity
        .filter(({ messages }) => messages > 0)
        .map(({ from, to, messages }): Text[] => ['Messages', String(messages), minute(from), minute(to)]),
      ...events.map(({ at, text, number }): Text[] => [`Event ${number}`, text, minute(at), '']),
    ],
  }
}
