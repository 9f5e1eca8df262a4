import type { Incident } from '../../domain/incident.ts'
import type { FormValues } from '../modals/form.ts'
import type { Reply, Request } from '../request.ts'

export interface ActionRequest extends Request {
  /** The button's value: usually the incident's id. */
  readonly value: string
  /** The form of the modal that the control is in, and what that modal carries. */
  readonly view?: {
    readonly id: string
    readonly callbackId: string
    readonly form: FormValues
    readonly metadata: string
  }
}

/** One control that a person can press. */
export interface Action {
  readonly id: string
  /** Does it; what it answers is shown to that person only. */
  run(request: ActionRequest): Promise<Reply | undefined>
}

export type Run = (incident: Incident, request: ActionRequest) => Promise<Reply | undefined>
