import { z } from 'zod'

/** What a reaction in an incident's channel can mean. */
const REACTION_MEANINGS = ['timeline', 'decision', 'hypothesis', 'ruledOut', 'confirmed', 'followUp'] as const
export type ReactionMeaning = (typeof REACTION_MEANINGS)[number]

const emoji = z.string().regex(/^[a-z0-9_+'-]{1,100}$/, 'write the emoji’s name without colons, such as pushpin')

/** Which emoji mean what; one with a skin tone means the same. */
export const reactionsSchema = z
  .strictObject({
    timeline: z
      .array(emoji)
      .max(10)
      .describe('Puts the message on the timeline, as long as somebody’s stands there and nobody takes it off'),
    decision: z.array(emoji).max(10).describe('Puts the message on the board as a decision'),
    hypothesis: z.array(emoji).max(10).describe('Puts the message on the board as a possible cause'),
    ruledOut: z.array(emoji).max(10).describe('Rules a possible cause out'),
    confirmed: z.array(emoji).max(10).describe('Confirms a possible cause that is on the board'),
    followUp: z.array(emoji).max(10).describe('Makes a follow-up of the message, for the time after the incident'),
  } satisfies Record<ReactionMeaning, unknown>)
  .superRefine((given, context) => {
    const seen = new Set<string>()
    for (const meaning of REACTION_MEANINGS)
      for (const [index, name] of given[meaning].entries()) {
        if (seen.has(name))
          context.addIssue({ code: 'custom', path: [meaning, index], message: `${name} has a meaning already` })
        seen.add(name)
      }
  })
export type ReactionPolicy = z.infer<typeof reactionsSchema>

export const defaultReactions: ReactionPolicy = {
  timeline: ['pushpin', 'round_pushpin'],
  decision: ['scales'],
  hypothesis: ['mag', 'mag_right'],
  ruledOut: ['x'],
  confirmed: ['white_check_mark'],
  followUp: ['repeat'],
}

/** What this reaction means, if anything. */
export function meaningOf(reaction: string, policy: ReactionPolicy): ReactionMeaning | undefined {
  const [name = ''] = reaction.split('::')
  return REACTION_MEANINGS.find(meaning => policy[meaning].includes(name))
}

const skinTones = [2, 3, 4, 5, 6]

/** Every name under which Slack may have a reaction with this meaning. */
export function reactionsThatMean(meaning: ReactionMeaning, policy: ReactionPolicy): string[] {
  return policy[meaning].flatMap(name => [name, ...skinTones.map(tone => `${name}::skin-tone-${tone}`)])
}
