import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, it } from 'vitest'
import { allowedFields, audienceIds } from '../../src/domain/audiences.ts'
import { composeReview } from '../../src/domain/compose-review.ts'
import { composeSanitised } from '../../src/domain/compose-sanitised.ts'
import { addNote, assignRole, declare, type Incident, record } from '../../src/domain/incident.ts'
import { resolve } from '../../src/domain/lifecycle.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import type { Review, ReviewFormat } from '../../src/domain/review.ts'
import { WRITTEN_SECTIONS } from '../../src/domain/review-written.ts'
import { talkOf } from '../../src/domain/talk.ts'
import { isFact, type NewFact } from '../../src/domain/timeline.ts'
import { transcriptOf } from '../../src/domain/transcript.ts'
import { writeUpdate } from '../../src/domain/updates.ts'
import { writtenNow } from '../../src/domain/write-review.ts'
import { formats } from '../../src/exports/index.ts'
import { markdown } from '../../src/exports/markdown.ts'
import { bytesOf } from '../helpers/rendered.ts'
import { at, by, names, said, ts } from './sample-incident.ts'
import { longIncident } from './sample-reviews.ts'

const channels = (id: string) => ({ channels: [id] })
const policy = parsePolicy({
  audiences: {
    leadership: channels('C0LEAD'),
    support: channels('C0SUPP'),
    customers: channels('C0CUST'),
    legal: channels('C0LEGA'),
  },
})

/** A word that stands nowhere else, in each place where somebody can write. */
const canary = (place: string) => `canary${place}`

function planted(category: string): Incident {
  const declared = declare(
    {
      number: 9,
      requestId: 'V1',
      title: canary('title'),
      summary: canary('summary'),
      severity: 'SEV1',
      urgency: 'high',
      category,
      isPrivate: false,
    },
    policy,
    by('U0RITA', '10:00'),
  )
  const channel = { id: 'C0INC', name: canary('channel') }
  const opened = record(
    declared,
    by('sitrep', '10:01'),
    { type: 'channel-opened', channel: channel.id, name: channel.name },
    { channel },
  )
  const led = assignRole(opened, { role: 'commander', user: 'U0ANA' }, by('U0ANA', '10:02'))
  const noted = addNote(led, { text: canary('note') }, by('U0ANA', '10:03'))
  const fields = {
    state: canary('state'),
    impact: canary('impact'),
    actions: canary('actions'),
    workaround: canary('workaround'),
    needs: canary('needs'),
  }
  const updated = writeUpdate(noted, { fields, nextInMinutes: 30, policy }, by('U0ANA', '10:10'))
  const worded = writeUpdate(
    updated,
    {
      fields: { state: canary('state'), impact: canary('wrong') },
      wordings: { customers: canary('wordingcustomers'), legal: canary('wordinglegal') },
      nextInMinutes: 30,
      policy,
    },
    by('U0ANA', '10:20'),
  )
  const end = {
    resolution: canary('resolution'),
    happened: canary('happened'),
    prevention: canary('prevention'),
    impact: canary('impactafter'),
    policy,
  }
  const ended = resolve(worded, end, by('U0ANA', '11:00'))
  return plantedFacts(worded, ended.timeline.length + 1).reduce(
    (latest, fact) => record(latest, by('U0ANA', '11:05'), fact),
    ended,
  )
}

/** What people put on the record beside notes and updates, from the `first` of these facts on. */
function plantedFacts({ timeline }: Incident, first: number): readonly NewFact[] {
  const update = timeline.findLast(isFact('update-written'))?.seq ?? 0
  const [found, added, asked] = [1, 3, 5].map(nth => first + WRITTEN_SECTIONS.length + nth) as [number, number, number]
  const finding = { kind: 'hypothesis', text: canary('finding'), why: canary('why') } as const
  return [
    ...WRITTEN_SECTIONS.map(
      section =>
        ({ type: 'review-section-written', section, text: canary(`written${section.replace('-', '')}`) }) as const,
    ),
    {
      type: 'update-corrected',
      update,
      fields: { state: canary('state'), impact: canary('impact') },
      wordings: { customers: canary('wordingcustomers'), legal: canary('wordinglegal') },
      before: { state: canary('state'), impact: canary('wrong') },
    },
    { type: 'finding-stated', ...finding },
    { type: 'finding-judged', finding: found, text: canary('finding'), verdict: 'confirmed', why: canary('verdict') },
    { type: 'action-added', text: canary('item'), owner: 'U0ANA', dueAt: at('12:00') },
    {
      type: 'action-ended',
      item: added,
      text: canary('item'),
      outcome: 'done',
      reason: canary('itemreason'),
      link: `https://example.com/${canary('itemlink')}`,
    },
    { type: 'question-asked', audience: 'legal', update, topic: 'other', text: canary('question') },
    { type: 'questions-answered', questions: [asked], text: canary('answer'), inUpdate: false },
    { type: 'milestone-corrected', milestone: 'started', to: at('09:50'), reason: canary('correction') },
    { type: 'fix-disputed', text: canary('dispute') },
    { type: 'message-kept', message: ts('10:04') },
  ]
}

/** In which field what was planted is told. */
const FIELD: Record<string, string> = { impactafter: 'impact' }

/** What is said there, with a file and a picture that are kept and a reaction. */
const conversation = transcriptOf(
  [
    said('U0ANA', '10:04', canary('message'), {
      earlier: [{ text: canary('earlier'), since: ts('10:03') }],
      files: [
        { id: 'F1', name: `${canary('file')}.log`, formerly: [canary('formerly')], sha256: 'a'.repeat(64), bytes: 9 },
        { id: 'F2', name: canary('alt'), mediaType: 'image/png', sha256: 'b'.repeat(64), bytes: 70 },
      ],
      reactions: [{ name: canary('emoji'), count: 1, users: ['U0ANA'] }],
      permalink: `https://slack.example/${canary('link')}`,
    }),
  ],
  { ...names, user: id => canary(id) },
)

/** The text of a rendered review, whatever its format. */
async function textOf(format: ReviewFormat, review: Review): Promise<string> {
  const bytes = await bytesOf(format.render(review, conversation))
  if (format.id !== 'pdf') return new TextDecoder().decode(bytes)
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })
  return `${text}${Buffer.from(bytes).toString('latin1')}`
}

async function canariesIn(incident: Incident, audience: string): Promise<string[]> {
  const review = composeSanitised(audience, { incident, policy, builtAt: at('12:00') })
  const all = await Promise.all(formats.map(format => textOf(format, review)))
  expect(review.facts).toBeUndefined()
  return [...new Set(all.join('\n').match(/canary\w+/g) ?? [])].map(word => word.replace('canary', ''))
}

describe('the review for one audience', () => {
  it.each(['software', 'security'])('holds nothing that it may not see, in an incident of %s', async category => {
    const incident = planted(category)
    for (const audience of audienceIds(policy)) {
      const allowed: readonly string[] = allowedFields(audience, incident, policy)
      const found = await canariesIn(incident, audience)
      expect(
        found.filter(place => place !== `wording${audience}` && !allowed.includes(FIELD[place] ?? place)),
        audience,
      ).toEqual([])
    }
  })

  it('is not what the full review is, which holds what was planted', async () => {
    const incident = planted('software')
    const more = { feedback: [], written: writtenNow(incident), names, talk: talkOf([]), builtAt: at('12:00') }
    const full = await textOf(markdown, composeReview({ incident, policy, ...more }))
    for (const place of [
      'writtenrootcause',
      'note',
      'finding',
      'item',
      'question',
      'answer',
      'itemreason',
      'verdict',
      'wrong',
      'correction',
      'dispute',
    ])
      expect(full).toContain(canary(place))
  })

  it('holds what it was told, and names nobody', async () => {
    const incident = planted('software')
    expect(await canariesIn(incident, 'customers')).toEqual(
      expect.arrayContaining(['impact', 'workaround', 'happened', 'prevention', 'wordingcustomers']),
    )
    expect(await canariesIn(incident, 'leadership')).toEqual(
      expect.arrayContaining(['title', 'state', 'needs', 'resolution']),
    )
  })

  it('says how long it lasted, and beside each moment what was told, without the title again', () => {
    const { title, sections } = composeSanitised('customers', longIncident().input)
    const rows = sections.flatMap(({ blocks }) => blocks.flatMap(block => (block.kind === 'table' ? block.rows : [])))
    expect(rows).toContainEqual(['Lasted', '3 h 56 min'])
    const told = rows.filter(([when]) => typeof when === 'object').map(([, what]) => String(what))
    expect(told.at(-1)).toMatch(/^Resolved\n/)
    expect(told.join('\n')).not.toContain(`${title}: `)
  })

  it('holds nothing for an audience that the policy does not have', async () => {
    expect(await canariesIn(planted('software'), 'nobody')).toEqual([])
  })
})
