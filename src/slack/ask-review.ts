import type { App } from '../app/app.ts'
import { decide } from '../app/incidents.ts'
import type { AudienceId } from '../domain/audience-ids.ts'
import { audienceIds, audienceLabel, concerns } from '../domain/audiences.ts'
import { type Incident, requestReview } from '../domain/incident.ts'
import type { Policy } from '../domain/policy.ts'
import { UserError } from '../errors.ts'
import { ACTIONS } from './action-ids.ts'
import { actions, button, section } from './blocks.ts'
import { md } from './mrkdwn.ts'
import type { Reply, Request } from './request.ts'
import { defaultFormat, formatCalled, isForAudiences } from './review-formats.ts'

/** What somebody wants the review as; with an audience, it is what this audience may read. */
export interface AskedReview {
  readonly format: string
  readonly audience?: AudienceId | undefined
}

/** Who a review can be written for: the audiences that hear of this incident. */
export function reviewAudiences(incident: Incident, policy: Policy): AudienceId[] {
  return audienceIds(policy).filter(id => concerns(id, incident, policy))
}

/** An audience by its id or its name, that may hear of this incident. */
function audienceCalled(word: string, policy: Policy): AudienceId {
  const ids = audienceIds(policy)
  const audience = ids.find(id => [id, audienceLabel(id, policy)].some(name => name.toLowerCase() === word))
  if (!audience)
    throw new UserError('no-such-audience', `There is no audience “${word}”. Name one of these: ${ids.join(', ')}.`)
  return audience
}

/** What is typed after `/incident review`: a format, or `sanitised`, an audience and a format. */
export function reviewAskedBy(text: string, app: Pick<App, 'formats' | 'policy'>): AskedReview {
  const [first = '', ...rest] = text.toLowerCase().split(/\s+/)
  if (/^saniti[sz]ed$/.test(first)) {
    const last = rest.at(-1)
    const format = last === undefined ? undefined : formatCalled(last, app.formats)
    const audience = (format ? rest.slice(0, -1) : rest).join(' ') || 'customers'
    return { format: format?.id ?? defaultFormat, audience: audienceCalled(audience, app.policy) }
  }
  const format = formatCalled(text, app.formats)
  if (format) return { format: format.id }
  throw new UserError(
    'no-such-format',
    'A review can be `html`, `pdf`, `markdown`, `json` or the channel’s `canvas`, or only its `picture` or its `transcript` (CSV; `jsonl` for programs). Say `/incident review` and one of these.',
  )
}

/** Has the review built, and says what will come. */
export async function askForReview({ app, actor }: Request, incident: Incident, asked: AskedReview): Promise<Reply> {
  const { id } = incident
  const { policy } = app
  const format = app.formats.find(one => one.id === asked.format)
  if (!format)
    throw new UserError('no-such-format', 'Sitrep does not build this any more. Choose again.', { field: 'format' })
  const { audience } = asked
  if (audience === undefined) {
    await decide(app, id, { by: actor, run: requestReview, input: { format: format.id } })
    return building(id, `Building the review of ${id} (${format.label}). It will be in its channel in a moment.`)
  }
  const label = audienceLabel(audience, policy)
  if (!reviewAudiences(incident, policy).includes(audience))
    throw new UserError('not-for-them', `${label} do not hear of ${id}, so there is no review of it for them.`, {
      field: 'audience',
    })
  if (!isForAudiences(format))
    throw new UserError(
      'not-for-audiences',
      `For an audience, the review is HTML, PDF, Markdown or JSON: “${format.label}” shows what only the members of the channel may see.`,
      { field: 'format' },
    )
  await decide(app, id, { by: actor, run: requestReview, input: { format: format.id, audience } })
  return building(
    id,
    `Building the review of ${id} as ${label} may read it (${format.label}). It will be in its channel as a file in a moment.`,
  )
}

/** Whoever did not say as what sees here that there was a choice. */
function building(value: string, text: string): Reply {
  return {
    text,
    blocks: [
      section(md`${text}`),
      ...actions([button('As something else…', ACTIONS.readReview, { value })], 'building'),
    ],
  }
}
