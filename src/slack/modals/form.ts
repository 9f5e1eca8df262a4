import type { ViewStateValue } from '@slack/bolt'
import { z } from 'zod'

export type FormValues = Readonly<Record<string, string | readonly string[] | undefined>>

/** The values of a modal by block id: text, the chosen option's value, a person's id, or the ticked options. */
export function readForm(values: Record<string, Record<string, ViewStateValue>>): FormValues {
  return Object.fromEntries(
    Object.entries(values).map(([block, elements]) => {
      const [element] = Object.values(elements)
      return [block, element ? readElement(element) : undefined]
    }),
  )
}

function readElement(element: ViewStateValue): string | readonly string[] | undefined {
  if (element.selected_options) return element.selected_options.map(option => option.value)
  const several = element.selected_users ?? element.selected_conversations
  if (several) return several
  if (element.selected_date_time) return String(element.selected_date_time)
  return element.value ?? element.selected_option?.value ?? element.selected_user ?? undefined
}

/** Which field is wrong, and what to do about it. */
export type FieldErrors = Record<string, string>

/** The first problem of each field, under the field's block id. */
export function fieldErrors(error: z.ZodError): FieldErrors {
  const errors: FieldErrors = {}
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? '')
    errors[field] ??= issue.message
  }
  return errors
}

export const requiredText = (max: number, message: string) =>
  z.preprocess(value => value ?? '', z.string().trim().min(1, message).max(max, `At most ${max} characters.`))

export const optionalText = (max: number) =>
  z.preprocess(
    value => (typeof value === 'string' && value.trim() !== '' ? value : undefined),
    z.string().trim().max(max, `At most ${max} characters.`).optional(),
  )

const moment = z
  .string()
  .regex(/^\d{1,10}$/)
  .transform(seconds => new Date(Number(seconds) * 1000))

/** What was chosen as day and time. */
export const requiredMoment = (message: string) =>
  z.preprocess(value => value ?? '', z.string().min(1, message).pipe(moment))
export const optionalMoment = moment.optional()

/** A choice among ids that the configuration knows now. */
export const optionalChoice = (ids: readonly string[]) =>
  z
    .string()
    .refine(id => ids.includes(id), 'This choice is gone from the configuration. Choose again.')
    .optional()
