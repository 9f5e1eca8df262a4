import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { escapeXml } from '../domain/escape-xml.ts'
import { type Bar, LANE_GROUPS, type Lane, type LaneGroup, type Mark, type Picture } from '../domain/picture.ts'
import { calledOut, calloutHeight, callouts, labelIn } from './picture-callouts.ts'
import { legend, textAt } from './picture-legend.ts'
import { INK, MARKS, TONES } from './picture-look.ts'
import { fitted, hour, labelGap, margin, pictureWidth, ticksOf, xOf } from './picture-scale.ts'

const laneHeight = 30
const font = 'DejaVu Sans, Verdana, sans-serif'

const GROUP: Record<LaneGroup, string> = {
  state: 'State',
  promises: 'Promises',
  updates: 'Updates due and sent',
  people: 'People',
}

interface Words {
  readonly title: string
  readonly description: string
  /** Makes the ids of title and description the document's own. */
  readonly id: string
}
interface Part {
  readonly drawing: ReturnType<typeof Plot.plot>
  readonly height: number
  readonly heading?: string
  /** What stands beside the drawing, as SVG. */
  readonly beside?: string
}

/**
 * The picture as an SVG document that needs nothing around it: no style sheet, no font, no script. `title` and the
 * sentences are what a reader hears who does not see it. The same picture gives the same bytes.
 */
export function pictureSvg(picture: Picture, words: Words): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const shared = { document, width: pictureWidth, marginLeft: margin.left, marginRight: margin.right }
  const x: Plot.ScaleOptions = { type: 'utc', domain: [picture.from, picture.to], axis: null }
  const grid = Plot.ruleX(ticksOf(picture), { stroke: INK.grid })

  const eventsPart = (): Part => {
    const placed = placeEvents(picture)
    const rows = Math.max(1, ...placed.map(({ row }) => row + 1))
    const height = 22 + rows * 22
    return {
      height,
      drawing: Plot.plot({
        ...shared,
        height,
        marginTop: 4,
        marginBottom: 18,
        x,
        y: { type: 'linear', domain: [rows - 0.5, -0.5], axis: null },
        marks: [
          Plot.text([0], {
            x: picture.from,
            y: rows - 1,
            text: () => 'Key events',
            dx: -labelGap,
            textAnchor: 'end',
            fill: INK.label,
            fontSize: 12,
          }),
          Plot.dot(placed, { x: 'at', y: 'row', r: 9.5, fill: INK.event }),
          Plot.text(placed, {
            x: 'at',
            y: 'row',
            text: ({ number }) => String(number),
            fill: INK.paper,
            fontSize: 11,
            fontWeight: 'bold',
          }),
          ...axis(picture),
        ],
      }),
    }
  }

  const groupPart = (group: LaneGroup): Part[] => {
    const lanes = picture.lanes.filter(lane => lane.group === group)
    if (lanes.length === 0) return []
    const outside = lanes.flatMap(lane => calledOut(picture, lane))
    const strip = outside.length > 0 ? calloutHeight : 0
    const height = 24 + lanes.length * (laneHeight + strip)
    // As Plot lays out its bands: each a whole number of pixels.
    const step = Math.floor((height - 24) / (lanes.length + 0.2))
    const first = 22 + Math.round((height - 24 - step * (lanes.length - 0.2)) / 2)
    const bars = lanes.flatMap(({ label: lane, bars: own }) => own.map(bar => ({ ...bar, lane })))
    const labels = bars.flatMap(bar => {
      const text = labelIn(picture, bar)
      const isOutside = outside.some(({ from, label }) => from === bar.from && label === bar.label)
      return text === '' || isOutside ? [] : [{ ...bar, text }]
    })
    return [
      {
        height,
        beside: lanes.map((lane, nth) => callouts(picture, lane, first + nth * step)).join(''),
        drawing: Plot.plot({
          ...shared,
          height,
          marginTop: 22,
          marginBottom: 2,
          x,
          y: { type: 'band', domain: lanes.map(({ label }) => label), padding: 0.2, axis: null },
          marks: [
            grid,
            Plot.axisY({
              fill: INK.label,
              fontSize: 12,
              tickSize: 0,
              tickPadding: labelGap,
              label: null,
              tickFormat: (label: string) => fitted(label, margin.left - labelGap - 8),
            }),
            Plot.barX(bars, {
              x1: 'from',
              x2: 'to',
              y: 'lane',
              fill: ({ tone }: Bar) => TONES[tone].fill,
              stroke: ({ tone }: Bar) => TONES[tone].line,
              strokeWidth: 1,
              rx: 3,
              insetTop: strip,
            }),
            Plot.text(labels, {
              x: 'from',
              y: 'lane',
              text: 'text',
              dx: 6,
              dy: strip / 2,
              textAnchor: 'start',
              fill: INK.text,
              fontSize: 12,
            }),
            ...markLayers(lanes),
          ],
        }),
      },
    ]
  }

  const activityPart = (): Part[] => {
    const most = Math.max(0, ...picture.activity.map(({ messages }) => messages))
    if (most === 0) return []
    const height = 92
    return [
      {
        height,
        drawing: Plot.plot({
          ...shared,
          height,
          marginTop: 24,
          marginBottom: 26,
          x,
          y: { type: 'linear', domain: [0, most], axis: null },
          marks: [
            grid,
            Plot.rectY(picture.activity, { x1: 'from', x2: 'to', y: 'messages', fill: INK.activity, inset: 0.5 }),
            Plot.ruleY([0], { stroke: INK.line }),
            Plot.text([0], {
              x: picture.from,
              y: 0,
              text: () => 'Messages',
              dx: -labelGap,
              dy: -20,
              textAnchor: 'end',
              fill: INK.label,
              fontSize: 12,
            }),
            Plot.text([0], {
              x: picture.from,
              y: most,
              text: () => `most: ${most}`,
              dx: -labelGap,
              dy: 2,
              textAnchor: 'end',
              fill: INK.faint,
              fontSize: 10,
            }),
            ...axis(picture),
          ],
        }),
      },
    ]
  }

  const groups = LANE_GROUPS.flatMap(group => groupPart(group).map(part => ({ ...part, heading: GROUP[group] })))
  const activity = activityPart().map(part => ({ ...part, heading: 'Activity' }))
  return assemble([eventsPart(), ...groups, ...activity], picture, words)
}

/** Pixels to the right of the axis, so that the first label ends beside the zone and not on it. */
const zoneWidth = 32

function axis({ from, to }: Picture): Plot.Markish[] {
  // At the very left stands the zone.
  const ticks = ticksOf({ from, to }).filter(at => xOf({ from, to }, at) > margin.left + zoneWidth)
  const zone = { x: from, frameAnchor: 'bottom', dx: -labelGap, dy: 16, textAnchor: 'end', fill: INK.faint } as const
  const times = Plot.text(ticks, {
    x: (at: Date) => at,
    frameAnchor: 'bottom',
    dy: 16,
    text: (at: Date, index: number) => hour(at, ticks[index - 1], { from, to }),
    fill: INK.faint,
    fontSize: 11,
  })
  return [times, Plot.text(['UTC'], { ...zone, text: one => one, fontSize: 10 })]
}

/** Due and come at different moments are joined by a line; what came has a shape of its own for each outcome. */
function markLayers(lanes: readonly Lane[]): Plot.Markish[] {
  const marks = lanes.flatMap(({ label: lane, marks: own }) => own.map(mark => ({ ...mark, lane })))
  const late = marks.flatMap(mark => (mark.since ? [{ ...mark, since: mark.since }] : []))
  const kinds = [...new Set(marks.map(({ kind }) => kind))]
  return [
    Plot.link(late, {
      x1: 'since',
      x2: 'at',
      y: 'lane',
      stroke: ({ kind }: Mark) => MARKS[kind].line,
      strokeWidth: 1.5,
    }),
    Plot.dot(late, { x: 'since', y: 'lane', r: 4, fill: INK.paper, stroke: MARKS.due.line, strokeWidth: 1.5 }),
    ...kinds.map(kind =>
      Plot.dot(
        marks.filter(mark => mark.kind === kind),
        {
          x: 'at',
          y: 'lane',
          r: 5.5,
          symbol: MARKS[kind].symbol,
          fill: MARKS[kind].fill,
          stroke: MARKS[kind].line,
          strokeWidth: 1.5,
        },
      ),
    ),
  ]
}

/** In as many rows as it takes, so that no number hides another. */
function placeEvents(picture: Picture) {
  const ends: number[] = []
  return picture.events.map(event => {
    const at = xOf(picture, event.at)
    const free = ends.findIndex(end => at - end >= 21)
    const row = free < 0 ? ends.length : free
    ends[row] = at
    return { ...event, row }
  })
}

/** One document of the parts; what only a browser knows is left out. */
function assemble(parts: readonly Part[], picture: Picture, words: Words): string {
  let y = 8
  const groups = parts.map(({ drawing, height, heading, beside = '' }) => {
    const inside = String(drawing)
      .replace(/^<svg[^>]*>|<\/svg>$/g, '')
      .replace(/<style>[^<]*<\/style>| aria-label="[^"]*"/g, '')
    const head = heading
      ? `<line x1="14" x2="${pictureWidth - margin.right}" y1="3" y2="3" stroke="${INK.grid}"/>${textAt({ x: 14, y: 17, size: 10, fill: INK.faint }, heading.toUpperCase())}`
      : ''
    const group = `<g transform="translate(0,${y})"><g text-anchor="middle">${inside}</g>${beside}${head}</g>`
    y += height
    return group
  })
  const below = legend(picture, y + 14)
  const id = `${words.id}-title ${words.id}-desc`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${id}" viewBox="0 0 ${pictureWidth} ${below.end}" width="${pictureWidth}" height="${below.end}" font-family="${font}" font-size="12">`,
    `<title id="${words.id}-title">${escapeXml(words.title)}</title>`,
    `<desc id="${words.id}-desc">${escapeXml(words.description)}</desc>`,
    `<rect width="${pictureWidth}" height="${below.end}" fill="${INK.paper}"/>`,
    ...groups,
    below.svg,
    '</svg>',
  ]
    .join('')
    .replaceAll('currentColor', INK.text)
}
