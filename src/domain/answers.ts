import type { AudienceId } from './audience-ids.ts'
import type { Incident } from './incident.ts'
import { wasSaidInPrivate } from './privacy.ts'
import type { Topic } from './question-topics.ts'
import { type Asked, isSame, openQuestions, type Question, questionText } from './questions.ts'
import { type Fact, isFact } from './timeline.ts'

/** What readers of one audience asked, in their own words, and what they were told. */
export interface Answer {
  readonly questions: readonly Question[]
  readonly given: Fact<'questions-answered'>
}

/** The questions of this audience that were answered, oldest answer first. What others asked is not for it to read. */
export function answersFor(incident: Incident, audience: AudienceId): Answer[] {
  const asked = incident.timeline.filter(isFact('question-asked')).filter(question => question.audience === audience)
  return answersToTell(incident).flatMap(given => {
    const questions = asked.filter(({ seq }) => given.questions.includes(seq))
    return questions.length > 0 ? [{ questions, given }] : []
  })
}

/** What was answered to a few while the incident was private is not told to many afterwards. */
function answersToTell(incident: Incident): Fact<'questions-answered'>[] {
  return incident.timeline.filter(isFact('questions-answered')).filter(given => !wasSaidInPrivate(incident, given))
}

/** What was answered for all of this audience to read since the last update that really got to it. */
export function answersWith(
  incident: Incident,
  update: Pick<Fact<'update-written'>, 'seq'>,
  { audience, topics }: { readonly audience: AudienceId; readonly topics?: Readonly<Record<Topic, string>> },
): { readonly question: string; readonly answer: string }[] {
  const heard = incident.timeline
    .filter(isFact('update-posted'))
    .filter(posted => posted.audience === audience && posted.update < update.seq)
  const since = Math.max(0, ...heard.map(posted => posted.update))
  return answersFor(incident, audience).flatMap(({ questions: [first], given }) =>
    first && given.inUpdate && given.seq > since && given.seq < update.seq
      ? [{ question: questionText(first, topics), answer: given.text }]
      : [],
  )
}

/** The last answer to the same question, for an asker of this audience; undefined while the same is asked anew. */
export function knownAnswer(incident: Incident, asked: Pick<Asked, 'audience' | 'topic' | 'text'>): Answer | undefined {
  const says = (question: Question) => isSame(question, asked)
  if (openQuestions(incident).some(({ questions }) => questions.some(says))) return undefined
  return answersFor(incident, asked.audience).findLast(({ questions }) => questions.some(says))
}

/** What was last answered to the same question, whoever asked it: for those who answer it to others now. */
export function earlierAnswer(incident: Incident, question: Question): string | undefined {
  const same = incident.timeline.filter(isFact('question-asked')).filter(one => isSame(one, question))
  return answersToTell(incident).findLast(({ questions }) => same.some(({ seq }) => questions.includes(seq)))?.text
}
