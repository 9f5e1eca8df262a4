export const STATUSES = [
  'triage',
  'investigating',
  'fixing',
  'monitoring',
  'resolved',
  'closed',
  'merged',
  'cancelled',
] as const
export type Status = (typeof STATUSES)[number]

/** The statuses in which somebody is still working and updates are owed. */
export const ACTIVE_STATUSES = ['triage', 'investigating', 'fixing', 'monitoring'] as const satisfies readonly Status[]
export type ActiveStatus = (typeof ACTIVE_STATUSES)[number]

export function isActive(status: Status): status is ActiveStatus {
  return ACTIVE_STATUSES.some(active => active === status)
}

const LABELS: Record<Status, string> = {
  triage: 'Triage',
  investigating: 'Investigating',
  fixing: 'Fixing',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  closed: 'Closed',
  merged: 'Merged',
  cancelled: 'Cancelled',
}

/** The step of TRACeR that a status belongs to; closing and the side exits have none. */
const LETTERS: Partial<Record<Status, string>> = {
  triage: 'T',
  investigating: 'R',
  fixing: 'A',
  monitoring: 'C',
  resolved: 'R',
}

export function statusLabel(status: Status): string {
  return LABELS[status]
}

/** “Investigating (R)”: the label with its TRACeR letter, where it has one. */
export function statusWithLetter(status: Status): string {
  const letter = LETTERS[status]
  return letter ? `${LABELS[status]} (${letter})` : LABELS[status]
}

/** `T·R·A·C·R` with the current letter in brackets, readable without colour: “T·[R]·A·C·R”. */
export function tracer(status: Status): string {
  const steps: readonly Status[] = ['triage', 'investigating', 'fixing', 'monitoring', 'resolved']
  return steps.map(step => (step === status ? `[${LETTERS[step]}]` : LETTERS[step])).join('·')
}
