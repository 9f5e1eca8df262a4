import type { ListedReview } from '../../src/app/review-shelf.ts'
import { disclose } from '../../src/domain/disclosure.ts'
import { type Incident, record } from '../../src/domain/incident.ts'
import { resolve } from '../../src/domain/lifecycle.ts'
import type { Policy } from '../../src/domain/policy.ts'
import { assignReview, reviewState } from '../../src/domain/review-state.ts'
import { latestVersion, writeSection } from '../../src/domain/write-review.ts'
import { reviewOwnerView } from '../../src/slack/modals/review-owner.ts'
import { restoreView, sectionHistoryView } from '../../src/slack/modals/section-history.ts'
import { bothView, reviewModalView, sectionModalView, withWhyFields } from '../../src/slack/modals/write-review.ts'
import { cardView } from '../../src/slack/views/card.ts'
import { homeView } from '../../src/slack/views/home.ts'
import { reviewReminderView } from '../../src/slack/views/review-reminder.ts'
import { reviewListView } from '../../src/slack/views/reviews.ts'
import { at, by } from '../helpers/incidents.ts'
import type { View, Words } from './views-of.ts'

/** As much as fits into one section. */
function fitting(text: string): string {
  return text.slice(0, 12_000)
}

/** The review while people write it: nothing yet, a draft, two at once, published, and changed after that. */
export function reviewViews(incident: Incident, words: Words, policy: Policy): Record<string, View> {
  const { note, reason, resolution } = words
  const over = resolve(incident, { resolution, policy }, by('U0BEN', 90))
  const once = writeSection(
    over,
    { section: 'root-cause', text: fitting(`${note}\n\n1. ${reason}`), basedOn: 0 },
    by('U0BEN', 95),
  )
  const root = latestVersion(once, 'root-cause')
  const text = fitting(`${note}\n\n1. ${reason}\n2. ${note}`)
  const twice = writeSection(once, { section: 'root-cause', text, basedOn: root }, by('U0ANA', 96))
  const long = `${'Every <third> payment & more. '.repeat(95)}\n\n${note}`
  const full = writeSection(
    twice,
    { section: 'summary', text: fitting(`${long}\n\n${long}`), basedOn: 0 },
    by('U0ANA', 97),
  )
  const published = record(full, by('U0ANA', 98), { type: 'review-published' })
  const changed = writeSection(published, { section: 'lucky', text: fitting(note), basedOn: 0 }, by('U0CLEO', 99))
  const seen = disclose(full, 'insider', policy)
  const owed = { incident: seen, progress: reviewState(full, policy) }
  const toRead: ListedReview = { ...owed, formats: [], files: 0 }
  const many = Array.from({ length: 6 }, (_, nth) => ({ ...toRead, incident: { ...seen, id: `INC-${42 + nth}` } }))
  const lead = assignReview(full, { owner: 'U0CLEO', dueAt: at(9000), policy }, by('U0ANA', 99))
  const metadata = JSON.stringify({ incident: 'INC-42', section: 'root-cause', basedOn: root })
  return {
    'card-review-draft': cardView(full, policy),
    'card-review-published': cardView(published, policy),
    'home-reviews': homeView({ known: [], named: [], more: 0, reviews: [owed] }, 'U0BEN', policy),
    'home-reviews-to-read': homeView({ known: [], named: [], more: 0, toRead: many }, 'U0BEN', policy),
    'modal-review-list': reviewListView([toRead], 'https://sitrep.example/people/U0BEN/reviews?expires=1'),
    'modal-review': reviewModalView(over, policy),
    'modal-review-draft': reviewModalView(full, policy, '“Summary” is saved.'),
    'modal-review-edited-since': reviewModalView(changed, policy),
    'modal-review-section': sectionModalView(over, { id: 'root-cause' }),
    'modal-review-history': sectionHistoryView(twice, 'root-cause'),
    'modal-review-restore': restoreView(twice, { id: 'root-cause', seq: root })!,
    'modal-review-long': sectionModalView(full, { id: 'summary' }),
    'modal-review-whys': withWhyFields(once, { form: { 'text/root-cause/1/1': text }, metadata }),
    'modal-review-both': bothView(twice, { id: 'root-cause', text: reason }),
    'modal-review-owner': reviewOwnerView(full, policy),
    'review-given': reviewReminderView(owed, { reminder: 'given', isOwner: true }),
    'review-reminder': reviewReminderView(owed, { reminder: 'before', isOwner: true }),
    'review-overdue': reviewReminderView(
      { incident: seen, progress: reviewState(lead, policy) },
      { reminder: 'overdue', isOwner: false },
    ),
  }
}
