/** What ticks a step of the guide off, as the workspace describes it. */
export type GuideSign =
  | { readonly kind: 'did'; readonly call: string; readonly with?: Readonly<Record<string, unknown>> }
  | { readonly kind: 'looks'; readonly in: string; readonly as?: string }

interface GuideStep {
  readonly text: string
  readonly detail?: string
  readonly doneWhen: GuideSign
}

export interface Guide {
  readonly title: string
  readonly steps: readonly GuideStep[]
}

/** Something that the visitor did and that the workspace accepted, or where the visitor looks. */
export type GuideEvent =
  | { readonly kind: 'did'; readonly call: string; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'looks'; readonly in: string; readonly as: string }

/** Whether what happened is what a step waits for. */
export function fulfils(event: GuideEvent, sign: GuideSign): boolean {
  if (event.kind === 'did' && sign.kind === 'did')
    return event.call === sign.call && (sign.with === undefined || contains(event.body, sign.with))
  if (event.kind === 'looks' && sign.kind === 'looks')
    return event.in === sign.in && (sign.as === undefined || event.as === sign.as)
  return false
}

function contains(whole: unknown, part: unknown): boolean {
  if (!isObject(part) || !isObject(whole)) return whole === part
  const fields = new Map(Object.entries(whole))
  return Object.entries(part).every(([key, value]) => contains(fields.get(key), value))
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
