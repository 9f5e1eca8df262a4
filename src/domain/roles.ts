export const ROLES = ['commander', 'communications', 'operations', 'scribe', 'deputy'] as const
export type Role = (typeof ROLES)[number]

/** Each role's name, what people also call it, and what is expected of whoever takes it. */
export const ROLE: Record<Role, { label: string; short: string; aliases: readonly string[]; duty: string }> = {
  commander: {
    label: 'Incident commander',
    short: 'IC',
    aliases: ['ic', 'lead', 'incident-commander'],
    duty: 'You decide, you do not debug: keep one picture of what is going on, hand out the work, keep the promises about updates.',
  },
  communications: {
    label: 'Communications lead',
    short: 'Comms',
    aliases: ['comms', 'communication', 'cl', 'communications-lead'],
    duty: 'You write the updates: `/incident update` reaches every audience with the words it is allowed to see.',
  },
  operations: {
    label: 'Operations lead',
    short: 'Ops',
    aliases: ['ops', 'tech', 'ol', 'operations-lead'],
    duty: 'You lead the repair: say what you are about to change before you change it, and report what you see to the commander.',
  },
  scribe: {
    label: 'Scribe',
    short: 'Scribe',
    aliases: ['notes', 'secretary'],
    duty: 'You write down what happened and when: `/incident note <text>` puts a line on the timeline.',
  },
  deputy: {
    label: 'Deputy commander',
    short: 'Deputy',
    aliases: ['second', 'deputy-ic', 'deputy-incident-commander'],
    duty: 'You step in when the commander cannot: follow what is going on, and see that the updates go out when nobody else writes them.',
  },
}

/** The role that a word means, by its name or an alias; undefined for an unknown word. */
export function parseRole(word: string): Role | undefined {
  const wanted = word.toLowerCase()
  return ROLES.find(role => role === wanted || ROLE[role].aliases.includes(wanted))
}
