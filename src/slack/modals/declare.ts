import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { declareIncident } from '../../app/incidents.ts'
import { requireTurn } from '../../app/turns.ts'
import type { Policy } from '../../domain/policy.ts'
import { previewPriority } from '../../domain/preview.ts'
import {
  SEVERITIES,
  SEVERITY_MEANING,
  type Severity,
  URGENCIES,
  URGENCY_MEANING,
  type Urgency,
} from '../../domain/priority.ts'
import { checkboxInput, section, selectInput, textInput } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { type FormValues, fieldErrors, optionalChoice, optionalText, requiredText } from './form.ts'
import { type Modal, modalView } from './modal.ts'

export const declareCallback = 'declare'
const maxTitle = 150

interface Choices {
  readonly title?: string
  readonly summary?: string
  readonly severity: Severity
  readonly urgency: Urgency
  readonly service?: string | undefined
  readonly category?: string | undefined
  readonly subcategory?: string | undefined
  readonly isPrivate: boolean
}

const startingChoices: Choices = { severity: 'SEV2', urgency: 'medium', isPrivate: false }

/** The form, with the priority that the choices lead to. Needs nothing but the policy, so it opens at once. */
export function declareView(policy: Policy, given: Partial<Choices> = {}): ModalView {
  const choices = { ...startingChoices, ...given }
  const { priority, meaning } = previewPriority(policy, choices)
  const subcategories = policy.categories.find(one => one.id === choices.category)?.subcategories ?? []
  const options = (list: readonly { id: string; label: string }[]) =>
    list.map(one => ({ value: one.id, text: one.label }))
  return modalView({
    callbackId: declareCallback,
    title: 'Declare an incident',
    submit: 'Declare',
    blocks: [
      textInput({
        id: 'title',
        label: 'Title',
        max: maxTitle,
        initial: choices.title,
        placeholder: 'Checkout fails for card payments',
      }),
      textInput({
        id: 'summary',
        label: 'What is happening',
        multiline: true,
        optional: true,
        initial: choices.summary,
        placeholder: 'Who is affected, since when, what you have seen',
      }),
      selectInput({
        id: 'severity',
        label: 'Severity: how bad is it now?',
        hint: 'When unsure, take the higher one. It can be changed at any time.',
        choices: SEVERITIES.map(value => ({ value, text: `${value} ${SEVERITY_MEANING[value]}` })),
        initial: choices.severity,
        dispatches: true,
      }),
      selectInput({
        id: 'urgency',
        label: 'Urgency: how long can it wait?',
        choices: URGENCIES.map(value => ({ value, text: URGENCY_MEANING[value] })),
        initial: choices.urgency,
        dispatches: true,
      }),
      section(md`*${priority}*: ${meaning}.`, { id: 'priority' }),
      ...(policy.services.length > 0
        ? [
            selectInput({
              id: 'service',
              label: 'Service',
              optional: true,
              choices: options(policy.services),
              initial: choices.service,
            }),
          ]
        : []),
      ...(policy.categories.length > 0
        ? [
            selectInput({
              id: 'category',
              label: 'Category',
              optional: true,
              choices: options(policy.categories),
              initial: choices.category,
              dispatches: true,
            }),
          ]
        : []),
      ...(subcategories.length > 0
        ? [
            selectInput({
              id: 'subcategory',
              label: 'Subcategory',
              optional: true,
              choices: options(subcategories),
              initial: choices.subcategory,
            }),
          ]
        : []),
      checkboxInput({
        id: 'private',
        label: 'Confidential',
        optional: true,
        choice: { value: 'private', text: 'Private incident' },
        description: 'Private channel, no announcement, known only to who is in it',
        checked: choices.isPrivate,
        dispatches: true,
      }),
    ],
  })
}

/** The same form after a choice was changed; Slack keeps what was typed, block by block. */
export function redrawDeclareView(policy: Policy, form: FormValues): ModalView {
  const severity = SEVERITIES.find(one => one === form.severity) ?? startingChoices.severity
  const urgency = URGENCIES.find(one => one === form.urgency) ?? startingChoices.urgency
  const text = (field: string) => (typeof form[field] === 'string' ? form[field] : undefined)
  const category = text('category')
  return declareView(policy, {
    severity,
    urgency,
    isPrivate: (form.private ?? []).includes('private'),
    ...(text('title') ? { title: text('title') as string } : {}),
    ...(text('summary') ? { summary: text('summary') as string } : {}),
    service: text('service'),
    category,
    subcategory: text('subcategory'),
  })
}

function schemaFor(policy: Policy) {
  return z.object({
    title: requiredText(maxTitle, 'Give it a title that others recognise it by.'),
    summary: optionalText(3000),
    severity: z.enum(SEVERITIES, 'Choose a severity.'),
    urgency: z.enum(URGENCIES, 'Choose an urgency.'),
    service: optionalChoice(policy.services.map(one => one.id)),
    category: optionalChoice(policy.categories.map(one => one.id)),
    subcategory: optionalChoice(policy.categories.flatMap(one => one.subcategories ?? []).map(one => one.id)),
    private: z.array(z.string()).default([]),
  })
}

export const declareModal: Modal = {
  callbackId: declareCallback,
  async submit({ app, actor }, form) {
    const parsed = schemaFor(app.policy).safeParse(form)
    if (!parsed.success) return { errors: fieldErrors(parsed.error) }
    const { declarations: atMost } = app.policy.perHour
    requireTurn(app, { what: 'declare', by: actor.by, atMost, gesture: actor.requestId })
    const { private: flags, summary, subcategory, ...choices } = parsed.data
    const belongs = app.policy.categories
      .find(one => one.id === choices.category)
      ?.subcategories?.some(one => one.id === subcategory)
    await declareIncident(
      app,
      {
        ...choices,
        summary: summary ?? '',
        subcategory: belongs ? subcategory : undefined,
        isPrivate: flags.includes('private'),
        requestId: actor.requestId ?? app.newId(),
      },
      actor,
    )
    return undefined
  },
}
