import type { Stakeholder } from '../../domain/stakeholders.ts'
import { context, type MessageView, section } from '../blocks.ts'
import { join, type Mrkdwn, md, placeLink, utc, when } from '../mrkdwn.ts'

const placesShown = 10

/** Who hears what of an incident, when and why: for those who may know of it. */
export function stakeholdersView(incident: { readonly id: string }, all: readonly Stakeholder[]): MessageView {
  const told = all.filter(({ hears }) => hears)
  const others = all.filter(({ hears }) => !hears)
  return {
    text: [
      `Who hears of ${incident.id}:`,
      ...told.map(({ label, nextAt }) => `${label}${nextAt ? `, next ${utc(nextAt)}` : ''}`),
    ].join('\n'),
    blocks: [
      section(md`*Who hears of ${incident.id}*`),
      ...told.map(one => section(toldOf(one))),
      ...(others.length > 0
        ? [context(join([md`Not told:`, ...others.map(({ label, why }) => md`*${label}*: ${why}`)]))]
        : []),
    ],
  }
}

function toldOf(one: Stakeholder): Mrkdwn {
  const { label, involvement, fields, why, lastAt, nextAt } = one
  return join([
    md`*${label}* (${involvement}) ${who(one)}`,
    md`Sees: ${fields.join(', ')}`,
    md`${lastAt ? md`Last told ${when(lastAt)}` : 'Not told yet'} · ${
      nextAt ? md`next ${when(nextAt)}` : 'no update promised'
    }`,
    md`Why: ${why}`,
  ])
}

function who({ places, followers }: Stakeholder): Mrkdwn {
  const shown = places.slice(0, placesShown).map(placeLink)
  const rest = places.length - shown.length
  return join(
    [
      ...shown,
      ...(rest > 0 ? [md`and ${rest} more`] : []),
      ...(followers > 0 ? [md`${followers} ${followers === 1 ? 'person' : 'people'} who subscribed`] : []),
    ],
    ' ',
  )
}
