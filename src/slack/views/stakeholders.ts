import type { KnownBlock } from '@slack/types'
import { RESPONDERS } from '../../domain/audience-ids.ts'
import { describeCadence } from '../../domain/promises.ts'
import { isPerson } from '../../domain/reads-in-channel.ts'
import type { Stakeholder } from '../../domain/stakeholders.ts'
import { isUserGroup } from '../../domain/user-groups.ts'
import { ACTIONS } from '../action-ids.ts'
import { button, context, type MessageView, section } from '../blocks.ts'
import { join, type Mrkdwn, md, mention, placeLink, utc, when } from '../mrkdwn.ts'

const placesShown = 10

/** Slack takes fifty blocks in a message. */
const mostAudiences = 40

/** Who hears what of an incident, when and why: for those who may know of it. */
export function stakeholdersView(
  incident: { readonly id: string },
  all: readonly Stakeholder[],
  { canChange }: { canChange: boolean },
): MessageView {
  const told = all.filter(({ hears }) => hears)
  const others = all.filter(({ hears }) => !hears)
  const changing = (one: Stakeholder, text: Mrkdwn): KnownBlock =>
    canChange && one.audience !== RESPONDERS
      ? { ...section(text), accessory: changeButton(incident, one.audience) }
      : section(text)
  return {
    text: [
      `Who hears of ${incident.id}:`,
      ...told.map(({ label, nextAt }) => `${label}${nextAt ? `, next ${utc(nextAt)}` : ''}`),
    ].join('\n'),
    blocks: [
      section(md`*Who hears of ${incident.id}*`),
      ...told.slice(0, mostAudiences).map(one => changing(one, toldOf(one))),
      ...(others.length > 0 && !canChange ? [context(join([md`Not told:`, ...others.map(notTold)]))] : []),
      ...(canChange
        ? others
            .slice(0, Math.max(0, mostAudiences - told.length))
            .map(one => changing(one, md`Not told: ${notTold(one)}`))
        : []),
      ...(told.some(isReadDirectly)
        ? [
            context(
              md`Nobody reads it twice: whoever is in a channel that gets an update with all that a direct message would say gets no direct message.`,
            ),
          ]
        : []),
    ],
  }
}

function isReadDirectly({ places, followers }: Stakeholder): boolean {
  return followers > 0 || places.some(place => isPerson(place) || isUserGroup(place))
}

function changeButton(incident: { readonly id: string }, audience: string) {
  return button('Change…', ACTIONS.adjustAudience, { value: `${incident.id}/${audience}` })
}

function notTold(one: Stakeholder): Mrkdwn {
  return md`*${one.label}*: ${one.why}${changed(one)}`
}

function changed({ adjusted }: Stakeholder): Mrkdwn {
  return adjusted ? md`; changed by ${mention(adjusted.by)}: ${adjusted.reason ?? ''}` : md``
}

function toldOf(one: Stakeholder): Mrkdwn {
  const { label, involvement, fields, why, lastAt, nextAt, cadence } = one
  return join([
    md`*${label}* (${involvement}) ${who(one)}`,
    md`Sees: ${fields.join(', ')}`,
    md`${lastAt ? md`Last told ${when(lastAt)}` : 'Not told yet'} · ${
      nextAt ? md`next ${when(nextAt)}` : 'no update promised'
    }${cadence === null ? '' : ` · ${describeCadence(cadence)}`}`,
    md`Why: ${why}${changed(one)}`,
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
