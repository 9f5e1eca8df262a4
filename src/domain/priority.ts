export const SEVERITIES = ['SEV1', 'SEV2', 'SEV3', 'SEV4'] as const
export type Severity = (typeof SEVERITIES)[number]

export const URGENCIES = ['high', 'medium', 'low'] as const
export type Urgency = (typeof URGENCIES)[number]

export const PRIORITIES = ['P1', 'P2', 'P3', 'P4'] as const
export type Priority = (typeof PRIORITIES)[number]

/** What each severity means to somebody who has never declared an incident. */
export const SEVERITY_MEANING: Record<Severity, string> = {
  SEV1: 'Critical: most people cannot use it, or data is at risk',
  SEV2: 'Major: an important part is broken for many',
  SEV3: 'Minor: some people are affected, or there is a way around',
  SEV4: 'Low: a flaw that few notice',
}

export const URGENCY_MEANING: Record<Urgency, string> = {
  high: 'High: it gets much worse within the hour',
  medium: 'Medium: it can wait a few hours',
  low: 'Low: it can wait a day or more',
}
