export const AUDIENCES = ['responders', 'leadership', 'support', 'customers', 'legal'] as const
export type AudienceId = (typeof AUDIENCES)[number]
