/** The key of an audience in the policy. Facts keep it, also of an audience that the policy has no more. */
export type AudienceId = string

/** The one audience that every policy has: who works on the incident, in its own channel. */
export const RESPONDERS = 'responders'
/** Whose words people read who subscribed by themselves; a policy without it takes no subscriptions. */
export const FOLLOWERS = 'followers'
