import type { KnownBlock, ModalView } from '@slack/types'
import type { ListedReview } from '../../app/review-shelf.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, section } from '../blocks.ts'
import { modalView } from '../modals/modal.ts'
import { join, link, type Mrkdwn, md, mention, truncate, when } from '../mrkdwn.ts'
import { reviewLine } from './review-line.ts'

const shownOnHome = 5

function lineOf({ incident, progress }: ListedReview): Mrkdwn {
  const lock = incident.isPrivate ? md`:lock: ` : md``
  return md`${lock}*${incident.id}* ${truncate(incident.title, 150)}\n${reviewLine(progress)}`
}

/** The latest reviews, with a button each for reading it. */
export function reviewListBlocks(reviews: readonly ListedReview[]): KnownBlock[] {
  return reviews.map(
    (one): KnownBlock => ({
      ...section(lineOf(one), { id: `read_${one.incident.id}` }),
      accessory: button('Read…', ACTIONS.readReview, { value: one.incident.id }),
    }),
  )
}

/** A few of them on the Home tab. */
export function homeReviewBlocks(reviews: readonly ListedReview[]): KnownBlock[] {
  const rest = reviews.length > shownOnHome ? [button('All reviews…', ACTIONS.listReviews)] : []
  return [...reviewListBlocks(reviews.slice(0, shownOnHome)), ...actions(rest, 'home_all_reviews')]
}

const ends = 'The links are yours alone and end in half an hour.'

/** The same list in the browser, for one person. */
export function listLinkBlock(address: string): KnownBlock {
  return context(md`${link(address, 'All of them in the browser')}. ${ends}`)
}

/** What there is to read of one review, for one person, and who read it where that is on record. */
export function readingBlocks({
  links,
  files,
  readers,
  isPrivate,
}: {
  readonly links: readonly { readonly label: string; readonly address: string }[]
  /** What was sent in its channel and is kept. */
  readonly files?: { readonly count: number; readonly address: string } | undefined
  readonly readers: readonly { readonly user: string; readonly at: Date }[]
  readonly isPrivate: boolean
}): KnownBlock[] {
  if (links.length === 0 && !files) return []
  const all = join(
    links.map(({ label, address }) => link(address, label)),
    ' · ',
  )
  const recorded = isPrivate ? ' Who opens it is put on the record of this private incident.' : ''
  const seen = readers.slice(0, 10).map(({ user, at }) => md`${mention(user)} ${when(at)}`)
  return [
    ...(links.length > 0 ? [section(md`*Read it as it was built last:* ${all}`)] : []),
    ...(files
      ? [
          section(
            md`*Sent in its channel, and kept:* ${link(files.address, files.count === 1 ? '1 file' : `${files.count} files`)}`,
          ),
        ]
      : []),
    context(md`${ends}${recorded}`),
    ...(seen.length > 0 ? [context(md`Read by ${join(seen, ', ')}`)] : []),
  ]
}

/** The list in a window of its own. */
export function reviewListView(reviews: readonly ListedReview[], address: string): ModalView {
  const blocks = [...reviewListBlocks(reviews), listLinkBlock(address)]
  return modalView({ callbackId: 'review_list', title: 'Reviews', close: 'Close', blocks })
}
