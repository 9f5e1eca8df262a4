import { composeRecord } from '../domain/compose-record.ts'
import { verdicts } from '../domain/feedback.ts'
import type { Incident } from '../domain/incident.ts'
import type { ReviewFormat } from '../domain/review.ts'
import { transcriptOf } from '../domain/transcript.ts'
import type { App } from './app.ts'
import { namesIn, wholeText } from './reviews.ts'

/** The record of the incident’s communications, rendered. It is kept nowhere: its facts are. */
export async function renderRecord(app: App, incident: Incident, format: ReviewFormat): Promise<string> {
  const { policy } = app
  const [names, feedback] = await Promise.all([namesIn(app, incident, []), app.feedback.of(incident.id)])
  const record = composeRecord({ incident, policy, names, verdicts: verdicts(feedback, policy), builtAt: app.now() })
  return wholeText(format.render(record, transcriptOf([], names)))
}
