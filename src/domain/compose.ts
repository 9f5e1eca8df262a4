import { answersWith } from './answers.ts'
import { type AudienceId, RESPONDERS } from './audience-ids.ts'
import type { AudienceField, AudiencePolicy } from './audience-policy.ts'
import { allowedFields, audienceOf, isConsulted, readerWords } from './audiences.ts'
import { closingParagraphs } from './closing.ts'
import { minuteMs } from './duration.ts'
import type { Incident } from './incident.ts'
import type { Moment, Placed, Said } from './moments.ts'
import type { Policy } from './policy.ts'
import { promisedTo } from './promises.ts'
import { type Status, statusLabel } from './status.ts'
import {
  builtInStatusLabels,
  builtInTemplates,
  fieldOf,
  isolated,
  render,
  say,
  type VariableName,
  type Variables,
} from './templates.ts'
import type { Fact } from './timeline.ts'
import { dayFor, durationFor, momentFor, momentInZone } from './wording.ts'

/** What one audience reads: the same update, only with what it may see. Plain text; the edge escapes and formats it. */
export interface Rendering {
  readonly heading: string
  /** One without a label, such as an apology, stands alone. */
  readonly paragraphs: readonly Paragraph[]
  /** When the next update is promised. */
  readonly next?: {
    readonly label: string
    readonly at: Date
    /** The same moment in the audience's own time zone, where it has one. */
    readonly inWords?: string
  }
  /** That its view is wanted. */
  readonly consult?: string
  /** Said below the text, such as that nobody wrote this. */
  readonly footnote?: string
  /** That it says something else than it said at first. */
  readonly correction?: string
  /** The moments in these lines that every reader has a time of their own for. */
  readonly moments?: Readonly<Partial<Record<'consult' | 'footnote' | 'correction', readonly Placed[]>>>
}

type Paragraph = Said & { readonly label: string }

type Update = Fact<'update-written'>

/** What stands above the fields of an audience that calls them nothing else. */
const labels: Readonly<Record<AudienceField, string>> = {
  title: 'Title',
  summary: 'Summary',
  state: 'Where things stand',
  impact: 'Impact',
  actions: 'What we are doing',
  workaround: 'Workaround',
  needs: 'What we need',
  resolution: 'What fixed it',
  happened: 'What happened',
  prevention: 'So that it does not happen again',
  promises: 'What we promise',
}

/** What a field is called where this audience reads it. */
export function fieldLabel(audience: Pick<AudiencePolicy, 'fieldLabels'>, field: AudienceField): string {
  return audience.fieldLabels?.[field] ?? labels[field]
}

/** One update as one audience may read it. */
export function compose(
  audience: AudienceId,
  update: Update,
  context: { incident: Incident; policy: Policy; correctedAt?: Date },
): Rendering {
  const { incident, policy, correctedAt } = context
  const own = audienceOf(audience, policy)
  const allowed = allowedFields(audience, incident, policy)
  const nextAt = promisedTo(audience, update, policy)
  const status = statusName(audience, update.status, policy)
  const insteadOf = update.insteadOf?.[audience]
  const variables = variablesFor(own, allowed, { update, incident, policy, status, nextAt, insteadOf })
  const said = (name: Wording) => say(wordsFor(own, name), variables)
  const inWords = nextAt && momentInZone(own, nextAt)
  const ownWords = update.wordings?.[audience]
  const written =
    ownWords !== undefined
      ? [{ label: '', text: ownWords }]
      : update.kind === 'report'
        ? report(own, { allowed, variables })
        : []
  return {
    heading: render(wordsFor(own, 'heading'), isolated(variables)).replace(/\s+/gu, ' ') || status,
    paragraphs: [
      ...(written.length > 0
        ? written
        : [
            { label: fieldLabel(own, 'state'), ...orElse(said(standing(update)), status) },
            ...(standing(update) === 'resolved'
              ? closingParagraphs(wordsFor(own, 'resolved'), {
                  variables,
                  labelOf: field => fieldLabel(own, field),
                })
              : []),
          ]),
      ...(ownWords === undefined
        ? asked(answersWith(incident, update, { audience, topics: readerWords(audience, policy) }), said('asked').text)
        : []),
    ],
    ...(nextAt ? { next: { label: said('next').text, at: nextAt, ...(inWords ? { inWords } : {}) } } : {}),
    ...lines({
      ...(update.kind === 'report' && isConsulted(audience, incident, policy) ? { consult: said('consult') } : {}),
      ...(update.kind === 'holding' ? { footnote: said('automatic') } : {}),
      ...(correctedAt
        ? {
            correction: say(wordsFor(own, 'correction'), { ...variables, correctedAt: momentFor(own, correctedAt) }),
          }
        : {}),
    }),
  }
}

type Lines = Partial<Record<keyof NonNullable<Rendering['moments']>, Said>>

/** The lines below an update, their moments beside them. */
function lines(given: Lines): Pick<Rendering, keyof Lines | 'moments'> {
  const named = Object.entries(given)
  const moments = named.flatMap(([name, line]) => (line.moments ? [[name, line.moments] as const] : []))
  return {
    ...Object.fromEntries(named.map(([name, { text }]) => [name, text])),
    ...(moments.length > 0 ? { moments: Object.fromEntries(moments) } : {}),
  }
}

function orElse(said: Said, text: string): Said {
  return said.text ? said : { text }
}

/** What this audience asked since it last heard, with the answers, as one paragraph. */
function asked(answers: ReturnType<typeof answersWith>, label: string): Rendering['paragraphs'] {
  if (answers.length === 0) return []
  return [{ label, text: answers.map(({ question, answer }) => `${question}\n${answer}`).join('\n\n') }]
}

/** The headline over several incidents in one message; where their audiences call it differently, it is in nobody's words. */
export function digestHeading(audiences: readonly AudienceId[], count: number, policy: Policy): string {
  const [own = builtInTemplates.digestHeading, ...others] = new Set(
    audiences.map(audience => wordsFor(audienceOf(audience, policy), 'digestHeading')),
  )
  return render(others.length === 0 ? own : builtInTemplates.digestHeading, { count: String(count) })
}

/** A status in the words of an audience; only responders read the names that they work with. */
export function statusName(audience: AudienceId, status: Status, policy: Policy): string {
  const own = audienceOf(audience, policy).statusLabels?.[status]
  return own ?? (audience === RESPONDERS ? statusLabel(status) : builtInStatusLabels[status])
}

/** For the middle of a sentence: what begins with an abbreviation stays as it is. */
export function inText(text: string, language: string | undefined): string {
  const [first = '', second = ''] = text
  return /\p{Lu}/u.test(second) ? text : first.toLocaleLowerCase(language) + text.slice(first.length)
}

/** What a person wrote: the audience's own paragraphs, else one for each field; those without a text are left out. */
function report(
  audience: AudiencePolicy,
  { allowed, variables }: { allowed: readonly AudienceField[]; variables: Variables },
): Rendering['paragraphs'] {
  const { body } = audience.templates ?? {}
  const paragraphs = body
    ? body.map(({ label, text }) => ({ label: render(label, isolated(variables)), ...say(text, variables) }))
    : allowed.filter(isWritten).map(field => ({
        label: fieldLabel(audience, field),
        text: String(variables[field] ?? ''),
      }))
  return paragraphs.filter(({ text }) => text.trim() !== '')
}

/** The fields that are filled in with each report. */
export const writtenFields = ['state', 'impact', 'actions', 'workaround', 'needs'] as const
type WrittenField = (typeof writtenFields)[number]

function isWritten(field: AudienceField): field is WrittenField {
  return writtenFields.some(one => one === field)
}

type Ending = keyof typeof builtInTemplates.closing
type Wording = Exclude<keyof typeof builtInTemplates, 'closing'> | Ending

function isEnding(name: Wording): name is Ending {
  return Object.hasOwn(builtInTemplates.closing, name)
}

/** The template that an audience has for this, or everybody’s. */
export function wordsFor({ templates = {} }: AudiencePolicy, name: Wording): string {
  if (isEnding(name)) return templates.closing?.[name] ?? builtInTemplates.closing[name]
  return templates[name] ?? builtInTemplates[name]
}

/** What is said where nobody wrote anything for this audience. Never a guess about progress. */
function standing({ kind, status }: Update): Wording {
  if (kind === 'no-change') return 'noChange'
  if (kind === 'holding' || kind === 'postponed') return kind
  if (kind === 'report') return 'standing'
  if (kind === 'promise-kept') return 'promiseKept'
  if (kind === 'review-published') return 'reviewPublished'
  return status === 'cancelled' || status === 'merged' ? status : 'resolved'
}

/** What a template may say to this audience: made from its fields, so that nothing else is there to be said. */
function variablesFor(
  audience: AudiencePolicy,
  allowed: readonly AudienceField[],
  {
    update,
    incident,
    policy,
    status,
    nextAt,
    insteadOf,
  }: {
    update: Update
    incident: Incident
    policy: Policy
    status: string
    nextAt: Date | undefined
    insteadOf: Date | undefined
  },
): Variables {
  const isLast = update.kind === 'final'
  const isKept = update.kind === 'promise-kept'
  // Of the other kinds, the state is what Sitrep says or what resolved it.
  const { state, ...others } = update.fields
  const reported = update.kind === 'report' ? { state, ...others } : others
  const all: Variables = {
    id: incident.id,
    title: incident.title,
    summary: incident.summary,
    ...named({
      service: policy.services.find(one => one.id === incident.service)?.label,
      category: policy.categories.find(one => one.id === incident.category)?.label,
      mergedInto: isLast ? incident.mergedInto : undefined,
      apology: isLast && update.status === 'resolved' ? audience.closing?.apology : undefined,
      promise: isKept ? state : undefined,
      promisedOn: update.promisedAt && dayFor(audience, update.promisedAt),
      resolution: isLast && update.status === 'resolved' ? state : undefined,
      nextAt: nextAt && momentFor(audience, nextAt),
      insteadOf: insteadOf && momentFor(audience, insteadOf),
      nextIn: nextAt && durationFor(audience, (nextAt.getTime() - update.at.getTime()) / minuteMs),
    }),
    status,
    statusInText: inText(status, audience.language),
    priority: update.priority,
    severity: incident.severity,
    ...reported,
    since: durationFor(audience, Math.max(1, (update.at.getTime() - incident.declaredAt.getTime()) / minuteMs)),
    isOver: isLast || isKept || update.kind === 'review-published',
    isAutomatic: update.kind === 'holding',
  }
  const mayBeSaid = ([name]: [string, unknown]) => {
    const field = fieldOf(name as VariableName)
    return field === undefined || allowed.includes(field)
  }
  return Object.fromEntries(Object.entries(all).filter(mayBeSaid))
}

function named(values: Readonly<Record<string, string | Moment | undefined>>): Variables {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
