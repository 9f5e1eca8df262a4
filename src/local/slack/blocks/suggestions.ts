import { z } from 'zod'
import { option, optionGroup } from './objects.ts'

const suggestions = z.union([
  z.object({ options: z.array(option).max(100) }),
  z.object({ option_groups: z.array(optionGroup).max(100) }),
])

/** What an app offers in an external select; nothing when the answer is none that Slack would show. */
export function readSuggestions(answer: unknown): z.infer<typeof suggestions> {
  const parsed = suggestions.safeParse(answer)
  return parsed.success ? parsed.data : { options: [] }
}
