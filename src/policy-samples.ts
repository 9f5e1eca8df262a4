import { FOLLOWERS, RESPONDERS } from './domain/audience-ids.ts'
import type { AudienceField } from './domain/audience-policy.ts'
import { allowedFields, audienceOf, concerns, readerWords } from './domain/audiences.ts'
import { compose, digestHeading, type Rendering, statusName, writtenFields } from './domain/compose.ts'
import { composeBeginning, composeGoesOn } from './domain/compose-following.ts'
import { declare, type Incident, record } from './domain/incident.ts'
import type { Policy } from './domain/policy.ts'
import { type Priority, SEVERITIES, URGENCIES } from './domain/priority.ts'
import { cadenceOf, promisesTo } from './domain/promises.ts'
import { answerQuestion, askQuestion } from './domain/questions.ts'
import { STATUSES } from './domain/status.ts'
import type { Fact, Stamp, UpdateFields } from './domain/timeline.ts'

/** What an audience would read of one sample, or why it would read nothing. */
export interface Sample {
  readonly name: string
  readonly rendering?: Rendering
  /** Of several incidents in one message. */
  readonly parts?: readonly Rendering[]
  /** What was written and is not in the audience's fields. */
  readonly hidden: readonly string[]
  /** Said instead of a rendering, or beside it. */
  readonly note?: string
}

const declaredAt = new Date('2026-03-02T10:00:00Z')
const writtenAt = new Date('2026-03-02T10:45:00Z')

const words: UpdateFields & { readonly title: string; readonly summary: string } = {
  title: 'Checkout fails for card payments',
  summary: 'Since 10:00 every third payment is refused; seen by support and in the graphs.',
  state: 'Release 812 breaks the exchange of tokens with the payment provider. It is being rolled back.',
  impact: 'One in three card payments is refused. Orders paid by invoice go through.',
  actions: 'Rolling back to release 811, region by region; pay-2 is done.',
  workaround: 'Paying by invoice works.',
  needs: 'A decision by 11:30 on refunds for double charges.',
}
const resolution = 'Release 812 was rolled back. Card payments go through since 10:41.'
const closing = {
  happened: 'A release broke the connection to our payment provider.',
  impact: '412 of 1,236 card payments were refused between 10:00 and 10:41.',
  prevention: 'From now on a release is tried in one region for an hour before it goes to the others.',
  promises: 'By the end of March, payments fall back to a second provider.',
}

type Update = Fact<'update-written'>
type Given = Partial<Update> & Pick<Update, 'kind'> & { readonly correctedAt?: Date }

/** Every kind of update as this audience would read it, of an incident that is its business. */
export function samplesFor(audience: string, policy: Policy): Sample[] {
  const incident = sampleIncident(audience, policy)
  const owes = cadenceOf(audience, incident, policy) !== null
  const { notice: isTold = true, review: wantsReview = false } = audienceOf(audience, policy).closing ?? {}
  const { state, impact, actions = '', workaround = '', needs = '' } = words
  const report = {
    kind: 'report',
    fields: { state, ...(impact ? { impact } : {}), actions, workaround, needs },
  } as const
  const security = securityIncident(audience, policy)
  const say = (name: string, about: Incident, update: Given, note?: string): Sample =>
    sample(name, { audience, policy, incident: about, update, note })
  const hidden = { ...incident, isPrivate: true }
  const ended = (name: string, status: Incident['status'], fields: UpdateFields) =>
    isTold
      ? say(name, { ...incident, status, mergedInto: 'INC-40' }, { kind: 'final', status, fields })
      : nothing(name, 'Nothing: this audience wants no notice of the end.')
  const resolved = { ...incident, status: 'resolved' } as const
  const names = new Set(STATUSES.map(status => statusName(audience, status, policy)))
  return [
    say('The first update', { ...incident, status: 'triage' }, { kind: 'report', fields: { state } }),
    say('An update', incident, report),
    say('The same, corrected', incident, { ...report, correctedAt: new Date('2026-03-02T10:52:00Z') }),
    say('One with nothing for this audience', incident, { kind: 'report', fields: { state: '' } }),
    audience === RESPONDERS
      ? nothing('One with an answer', 'Nothing: responders talk where they read.')
      : say('One with an answer', answered(incident, audience), {
          kind: 'report',
          fields: { state, impact: impact ?? '' },
        }),
    say('No change', incident, { kind: 'no-change' }),
    owes
      ? say('Nobody wrote in time', incident, { kind: 'holding' })
      : nothing('Nobody wrote in time', 'Nothing: no update is owed to this audience at this priority.'),
    owes
      ? say('Put off', incident, {
          kind: 'postponed',
          nextIn: { [audience]: 20 },
          insteadOf: { [audience]: new Date('2026-03-02T10:55:00Z') },
        })
      : nothing('Put off', 'Nothing: no update is owed to this audience at this priority.'),
    ended('Resolved', 'resolved', { state: resolution, ...closing }),
    ended('Not an incident after all', 'cancelled', { state: '' }),
    ended('Merged with another', 'merged', { state: '' }),
    allowedFields(audience, incident, policy).includes('promises')
      ? say('A promise is kept', resolved, {
          kind: 'promise-kept',
          fields: { state: 'Payments fall back to a second provider.' },
          promisedAt: writtenAt,
        })
      : nothing('A promise is kept', 'Nothing: promises are not in its fields.'),
    wantsReview
      ? say('The review is published', resolved, { kind: 'review-published' })
      : nothing('The review is published', 'Nothing: this audience does not ask for it.'),
    !security
      ? nothing('A security incident', 'The policy has no such category.')
      : concerns(audience, security, policy)
        ? say('A security incident', security, report)
        : nothing('A security incident', 'Nothing: it is not the business of this audience.'),
    concerns(audience, hidden, policy)
      ? say('A private incident', hidden, report, privateNote(audience, policy))
      : nothing('A private incident', 'Nothing: private incidents stay in their own channel.'),
    together(audience, policy, [
      say('', incident, report),
      say('', { ...incident, id: 'INC-43' }, { kind: 'no-change' }),
    ]),
    ...(audience === FOLLOWERS ? followed(incident, policy) : []),
    nothing('What its readers press and are answered', Object.values(readerWords(audience, policy)).join('; ')),
    nothing('What the statuses are called', [...names].join('; ')),
  ]
}

function nothing(name: string, note: string): Sample {
  return { name, note, hidden: [] }
}

/** What only those who subscribed are told besides updates. */
function followed(incident: Incident, policy: Policy): Sample[] {
  const into = { ...incident, id: 'INC-40' }
  const over = { ...into, status: 'resolved' } as const
  return [
    nothing('It begins', composeBeginning({ ...incident, status: 'triage' }, policy).text),
    nothing('It goes on as another', composeGoesOn(incident, { into, isOver: false, policy }).text),
    nothing('It went on as another, which is over', composeGoesOn(incident, { into: over, isOver: true, policy }).text),
  ]
}

/** As in the message of a quarter of an hour. */
function together(audience: string, policy: Policy, samples: readonly Sample[]): Sample {
  const parts = samples.flatMap(({ rendering }) => rendering ?? [])
  return {
    name: 'Several incidents at once',
    note: `Headed: ${digestHeading([audience], parts.length, policy)}`,
    parts,
    hidden: [],
  }
}

/** After one of its readers asked something that was answered for all of them. */
function answered(incident: Incident, audience: string): Incident {
  const stamp: Stamp = { by: 'sitrep', via: 'command', at: declaredAt }
  const asked = askQuestion(incident, { audience, update: 0, topic: 'customers' }, stamp)
  const question = asked.timeline.at(-1)?.seq ?? 0
  return answerQuestion(
    asked,
    { question, text: 'That card payments may fail, and invoices work.', inUpdate: true },
    stamp,
  )
}

function privateNote(audience: string, policy: Policy): string {
  const cleared = audienceOf(audience, policy).incidents?.clearedPeople ?? []
  return cleared.length > 0 ? `Only for ${cleared.join(', ')}.` : 'Only in the incident’s own channel.'
}

/** An incident of a service, a category and a priority that this audience hears of. */
function sampleIncident(audience: string, policy: Policy): Incident {
  const { services, categories, priorities } = audienceOf(audience, policy).incidents ?? {}
  const service = services?.[0] ?? policy.services[0]?.id
  const category = categories?.[0] ?? policy.categories.find(one => one.id !== 'security')?.id
  const [severity, urgency] = choicesFor(priorities ?? [], policy)
  const stamp: Stamp = { by: 'sitrep', via: 'command', at: declaredAt }
  const declared = declare(
    {
      number: 42,
      requestId: 'sample',
      title: words.title,
      summary: words.summary,
      severity,
      urgency,
      service,
      category,
      isPrivate: false,
    },
    policy,
    stamp,
  )
  return { ...declared, status: 'fixing' }
}

/** A severity and an urgency that lead to one of these priorities. */
function choicesFor(priorities: readonly Priority[], policy: Policy) {
  const all = SEVERITIES.flatMap(severity => URGENCIES.map(urgency => [severity, urgency] as const))
  const wanted = all.find(([severity, urgency]) => priorities.includes(policy.matrix[severity][urgency]))
  return wanted ?? (['SEV1', 'high'] as const)
}

function securityIncident(audience: string, policy: Policy): Incident | undefined {
  const category = policy.categories.find(one => one.id === 'security')
  return category && { ...sampleIncident(audience, policy), category: category.id }
}

function sample(
  name: string,
  given: {
    readonly audience: string
    readonly policy: Policy
    readonly incident: Incident
    readonly update: Given
    readonly note: string | undefined
  },
): Sample {
  const { audience, policy, incident, update, note } = given
  const { correctedAt } = update
  const stamp: Stamp = { by: 'sitrep', via: 'command', at: writtenAt }
  const isLast = update.kind === 'final'
  const isLater = update.kind === 'promise-kept' || update.kind === 'review-published'
  const written = record(incident, stamp, {
    type: 'update-written',
    fields: update.fields ?? { state: '' },
    status: update.status ?? incident.status,
    priority: incident.priority,
    kind: update.kind,
    audiences: [audience],
    channels: {},
    ...(isLast || isLater ? {} : { nextIn: update.nextIn ?? promisesTo([audience], { incident, policy }) }),
    ...(update.insteadOf ? { insteadOf: update.insteadOf } : {}),
    ...(update.promisedAt ? { promisedAt: update.promisedAt } : {}),
  }).timeline.at(-1) as Update
  const allowed = allowedFields(audience, incident, policy)
  const said: AudienceField[] =
    update.status === 'resolved'
      ? ['title', 'summary', 'resolution', 'happened', 'impact', 'prevention', 'promises']
      : update.kind === 'report'
        ? ['title', 'summary', ...writtenFields.filter(field => update.fields?.[field])]
        : []
  return {
    name,
    rendering: compose(audience, written, { incident, policy, ...(correctedAt ? { correctedAt } : {}) }),
    hidden: said.filter(field => !allowed.includes(field)),
    ...(note ? { note } : {}),
  }
}

/** What an audience hears of and where it reads, in words. */
export function describeAudience(audience: string, policy: Policy): { hears: string; reads: string } {
  const { channels, people = [], userGroups = [], incidents = {} } = audienceOf(audience, policy)
  const nameOf = (list: readonly { id: string; label: string }[], id: string) =>
    list.find(one => one.id === id)?.label ?? id
  const parts = [
    incidents.priorities?.join(', '),
    incidents.services?.map(id => nameOf(policy.services, id)).join(', '),
    incidents.categories?.map(id => nameOf(policy.categories, id)).join(', '),
  ].filter(part => part !== undefined)
  const places = [
    ...(audience === 'responders' ? ['the incident’s own channel'] : []),
    ...channels,
    ...people,
    ...userGroups,
  ]
  return {
    hears: parts.join('; ') || 'every incident',
    reads: places.join(', ') || 'nowhere yet',
  }
}
