import type { AudienceId } from './audience-ids.ts'
import type { Incident } from './incident.ts'
import { type Fact, isFact } from './timeline.ts'
import type { WorkBase } from './work-base.ts'

interface Base extends WorkBase {
  readonly fact: Fact<'update-corrected'>
}

/** What Sitrep has to do about corrections: mend each message, and tell the responders what is different. */
export type CorrectionWork = Base &
  (
    | { readonly kind: 'correct-post'; readonly audience: AudienceId; readonly channel: string }
    | { readonly kind: 'tell-correction' }
  )

export function correctionWork(incident: Incident): CorrectionWork[] {
  const { id, timeline } = incident
  return timeline.filter(isFact('update-corrected')).flatMap((fact): CorrectionWork[] => {
    if (!incident.channel) return []
    const base = { dueAt: fact.recordedAt, fact }
    const places = new Map(
      timeline
        .filter(isFact('update-posted'))
        .filter(({ update }) => update === fact.update)
        .map(({ audience, channel }) => [`${audience}/${channel}`, { audience, channel }]),
    )
    const told = `${id}#${fact.seq}/tell-correction`
    return [
      ...[...places.values()].map(({ audience, channel }) => ({
        ...base,
        kind: 'correct-post' as const,
        key: `${id}#${fact.seq}/correct-post/${audience}/${channel}`,
        // One lane for each reader, as of the posts: an older state never overtakes a newer one.
        lane: `${id}/post-update/${audience}/${channel}`,
        audience,
        channel,
      })),
      { ...base, kind: 'tell-correction', key: told, lane: told },
    ]
  })
}

/** The message that an update is read in there, where it was posted last; Slack puts a person’s into a conversation. */
export function messageOf(
  incident: Incident,
  { update, audience, channel }: { update: number; audience: AudienceId; channel: string },
):
  | {
      readonly conversation: string
      readonly ts: string
      readonly nth: number
      /** The fact that it was posted there at first. */
      readonly posted: number
      readonly digest?: string
    }
  | undefined {
  const posted = incident.timeline
    .filter(fact => fact.type === 'update-posted' || fact.type === 'update-reposted')
    .filter(fact => fact.update === update && fact.audience === audience && fact.channel === channel)
  const [first, last] = [posted[0], posted.at(-1)]
  if (!first || !last) return undefined
  const digest = last.type === 'update-posted' ? last.digest : undefined
  return {
    conversation: last.conversation ?? channel,
    ts: last.ts,
    nth: posted.length,
    posted: first.seq,
    ...(digest === undefined ? {} : { digest }),
  }
}
