import { composeRecord } from '../domain/compose-record.ts'
import type { Names } from '../domain/describe-event.ts'
import { verdicts } from '../domain/feedback.ts'
import type { Incident } from '../domain/incident.ts'
import { withoutPeople } from '../domain/pseudonyms.ts'
import type { ReviewFormat } from '../domain/review.ts'
import { transcriptOf } from '../domain/transcript.ts'
import { readable } from '../domain/withheld.ts'
import type { App } from './app.ts'
import { namesIn, wholeText } from './reviews.ts'

/** The record of the incident’s communications, rendered. It is kept nowhere: its facts are. */
export async function renderRecord(app: App, found: Incident, format: ReviewFormat): Promise<string> {
  const { policy } = app
  const people = await app.pseudonyms()
  const incident = readable(found, people)
  const feedback = withoutPeople(await app.feedback.of(incident.id), people)
  const input = { incident, policy, verdicts: verdicts(feedback, policy), builtAt: app.now() }
  const compose = (names: Names) => composeRecord({ ...input, names })
  const names = await namesIn(app, incident, { compose })
  return wholeText(format.render(compose(names), transcriptOf([], names)))
}
