import type { ModalView } from '@slack/types'
import { namesIn } from '../app/reviews.ts'
import { type TimelinePlace, timelinePage } from '../app/timeline.ts'
import type { Names } from '../domain/describe-event.ts'
import type { Incident } from '../domain/incident.ts'
import { timelineView } from './modals/timeline.ts'
import type { Request } from './request.ts'

/** The curated timeline as it stands, as a window. `notice` says what became of the last press. */
export async function readTimeline(
  { app }: Pick<Request, 'app'>,
  incident: Incident,
  { place = { skip: 0 }, notice }: { place?: TimelinePlace; notice?: string } = {},
): Promise<ModalView> {
  const page = await timelinePage(app, incident, place)
  const permalinkOf = (ts: string) => incident.channel && app.permalinkOf(incident.channel.id, { ts })
  const compose = (names: Names) => timelineView(page, { incident, policy: app.policy, names, permalinkOf }, notice)
  return compose(await namesIn(app, incident, { compose }))
}
