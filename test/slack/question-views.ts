import { answersFor } from '../../src/domain/answers.ts'
import { disclose } from '../../src/domain/disclosure.ts'
import { verdicts } from '../../src/domain/feedback.ts'
import type { Incident } from '../../src/domain/incident.ts'
import type { Policy } from '../../src/domain/policy.ts'
import {
  answerQuestion,
  askQuestion,
  declineQuestion,
  joinQuestions,
  openQuestions,
  questionGroups,
  questionText,
  splitQuestions,
} from '../../src/domain/questions.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { writeUpdate } from '../../src/domain/updates.ts'
import { answersModalView } from '../../src/slack/modals/answers.ts'
import { askModalView } from '../../src/slack/modals/ask.ts'
import { feedbackModalView, ratingLineModalView } from '../../src/slack/modals/feedback.ts'
import {
  answerModalView,
  declineModalView,
  questionsModalView,
  sameAsModalView,
} from '../../src/slack/modals/questions.ts'
import { resolveModalView } from '../../src/slack/modals/resolve.ts'
import { knownAnswerBlocks } from '../../src/slack/views/answers.ts'
import { questionsView, questionView } from '../../src/slack/views/questions.ts'
import { answerView, questionsReminderView, ratingView, respondControls } from '../../src/slack/views/respond.ts'
import { at, by } from '../helpers/incidents.ts'
import type { View, Words } from './views-of.ts'

/** What is seen of questions and feedback, by those who ask and those who answer. */
export function questionViews(words: Words, { incident, policy }: { incident: Incident; policy: Policy }) {
  const told = writeUpdate(incident, { fields: words.fields, nextInMinutes: 60, policy }, by('U0BEN', 10))
  const update = told.timeline.findLast(isFact('update-written'))
  if (!update) throw new Error('no update was written')
  const asked = [
    { user: 'U0EMI', audience: 'leadership', topic: 'other', text: words.note },
    { user: 'U0GUS', audience: 'support', topic: 'affected', text: words.reason },
    { user: 'U0DEV', audience: 'customers', topic: 'fixed', text: words.title },
    { user: 'U0KIM', audience: 'support', topic: 'customers', text: words.summary },
  ] as const
  const four = asked.reduce((before: Incident, { user, ...question }, index) => {
    const after = askQuestion(before, { ...question, update: update.seq }, by(user, 12 + index))
    // Four questions in whatever words.
    return splitQuestions(after, { question: after.timeline.length }, by('U0ANA', 12 + index))
  }, told)
  const [first, second, third] = openQuestions(four)
  if (!first || !second || !third) throw new Error('fewer questions than were asked')
  const joined = joinQuestions(four, { question: second.id, as: first.id }, by('U0ANA', 17))
  const input = { question: third.id, text: words.resolution, inUpdate: true }
  const settled = declineQuestion(
    answerQuestion(joined, input, by('U0ANA', 18)),
    { question: first.id, reason: words.reason },
    by('U0ANA', 19),
  )
  const [known] = answersFor(settled, 'customers')
  if (!known) throw new Error('nothing was answered')
  const groupOf = (after: Incident, id: number) => {
    const group = questionGroups(after).find(one => one.id === id)
    if (!group) throw new Error('the question is gone')
    return group
  }
  const shown = disclose(told, 'insider', policy)
  const ref = { incident: told.id, update: update.seq, audience: 'leadership' }
  const feedback = verdicts(
    [
      { ...ref, by: 'U0EMI', at: at(11), has: 'enough', rating: 'helpful', line: words.note },
      { ...ref, audience: 'support', by: 'U0GUS', at: at(12), has: 'question', rating: 'not-helpful' },
      { ...ref, audience: 'reporter', by: 'U0ANA', at: at(90), rating: 'not-helpful', line: words.reason },
    ],
    policy,
  )
  const said = (isDeclined: boolean) =>
    answerView({
      heading: words.title,
      questions: first.questions.map(one => questionText(one)),
      said: words.resolution,
      isDeclined,
      update: ref,
    })
  return {
    'below-an-update': { text: 'x', blocks: respondControls({ incident: told.id, update, audience: 'leadership' }) },
    'below-a-closing-notice': {
      text: 'x',
      blocks: respondControls({ incident: told.id, update: { ...update, kind: 'final' }, audience: 'leadership' }),
    },
    'questions-open': questionsView(four, at(30)),
    'questions-none': questionsView(settled, at(30)),
    'question-open': questionView(joined, groupOf(joined, first.id), policy),
    'question-moved': questionView(joined, groupOf(joined, second.id), policy),
    'question-answered': questionView(settled, groupOf(settled, third.id), policy),
    'question-declined': questionView(settled, groupOf(settled, first.id), policy),
    'answer-sent': said(false),
    'answer-declined': said(true),
    'questions-reminder': questionsReminderView(shown, { open: 2, oldest: at(12) }),
    'rating-asked': ratingView(shown, 40),
    'modal-ask': askModalView('INC-42#4/leadership', 0),
    'modal-ask-answered': askModalView('INC-42#4/leadership', 2),
    'modal-answers': answersModalView(settled, answersFor(settled, 'customers')),
    'modal-answers-none': answersModalView(settled, []),
    'answer-known': {
      text: 'x',
      blocks: knownAnswerBlocks({ ref: 'INC-42#4/customers', topic: 'other', text: words.title.slice(0, 500) }, known),
    },
    'modal-answer': answerModalView(joined, first.id, policy),
    'modal-decline': declineModalView(joined, first.id, policy),
    'modal-same-as': sameAsModalView(joined, third.id),
    'modal-questions': questionsModalView(settled, policy),
    'modal-rating-line': ratingLineModalView('INC-42#4/leadership'),
    'modal-feedback': feedbackModalView(told, feedback),
    'modal-resolve-with-questions': resolveModalView(four, policy),
  } satisfies Record<string, View>
}
