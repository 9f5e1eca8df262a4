import type { ModalView } from '@slack/types'
import { namesIn } from '../app/reviews.ts'
import { type TimelinePlace, timelinePage } from '../app/timeline.ts'
import type { Names } from '../domain/describe-event.ts'
import type { Incident } from '../domain/incident.ts'
import { timelineView } from './modals/timeline.ts'
import type { Request } from './request.ts'
import type { Changed } from './views/timeline.ts'

/** The curated timeline as it stands, as a window. */
export async function readTimeline(
  { app }: Pick<Request, 'app'>,
  incident: Incident,
  { place = { skip: 0 }, just }: { place?: TimelinePlace; just?: Changed } = {},
): Promise<ModalView> {
  const page = await timelinePage(app, incident, { place, just })
  const permalinkOf = (ts: string) => incident.channel && app.permalinkOf(incident.channel.id, { ts })
  const compose = (names: Names) => timelineView(page, { incident, policy: app.policy, names, permalinkOf, just })
  return compose(await namesIn(app, incident, { compose }))
}
