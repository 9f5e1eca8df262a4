import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { decide } from '../../app/incidents.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import type { Stamp } from '../../domain/timeline.ts'
import { LIMITS, plain } from '../blocks.ts'
import { findIncident, type Request } from '../request.ts'
import { type FieldErrors, type FormValues, fieldErrors } from './form.ts'

/** A modal's answer to a submission: nothing = close, what is wrong with which field, or the view that comes next. */
export type Submitted =
  | { readonly errors: FieldErrors }
  | { readonly push: ModalView }
  | { readonly update: ModalView }
  | undefined

export interface Modal {
  readonly callbackId: string
  submit(request: Request, form: FormValues, metadata: string): Promise<Submitted>
}

/** What is carried from opening to submitting. Never trusted for access: who may act is asked again. */
const metadataSchema = z.object({ incident: z.string() })

export function incidentOf(metadata: string): string {
  return metadataSchema.parse(JSON.parse(metadata)).incident
}

export function incidentMetadata(incident: { id: string }): string {
  return JSON.stringify({ incident: incident.id })
}

/** A modal whose submission is one decision on the incident it was opened for. */
export function decisionModal<Input extends object>(options: {
  readonly callbackId: string
  readonly schema: (policy: Policy) => z.ZodType<Input>
  readonly run: (incident: Incident, input: Input & { readonly policy: Policy }, stamp: Stamp) => Incident
  /** Who may submit it where not only whoever may read what is said in the incident. */
  readonly find?: (request: Request, id: string) => Promise<Incident>
}): Modal {
  const { find = findIncident } = options
  return {
    callbackId: options.callbackId,
    async submit(request, form, metadata) {
      const { policy } = request.app
      const parsed = options.schema(policy).safeParse(form)
      if (!parsed.success) return { errors: fieldErrors(parsed.error) }
      const incident = await find(request, incidentOf(metadata))
      const input = { ...parsed.data, policy }
      await decide(request.app, incident.id, { by: request.actor, run: options.run, input })
      return undefined
    },
  }
}

export function modalView(options: {
  readonly callbackId: string
  readonly title: string
  readonly submit?: string
  readonly close?: string
  readonly metadata?: string
  readonly blocks: ModalView['blocks']
}): ModalView {
  return {
    type: 'modal',
    callback_id: options.callbackId,
    title: plain(options.title, LIMITS.modalTitle),
    ...(options.submit ? { submit: plain(options.submit, LIMITS.modalTitle) } : {}),
    close: plain(options.close ?? (options.submit ? 'Cancel' : 'Close'), LIMITS.modalTitle),
    ...(options.metadata ? { private_metadata: options.metadata } : {}),
    blocks: options.blocks,
  }
}
