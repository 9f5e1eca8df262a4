import { FOLLOWERS } from './audience-ids.ts'
import { allowedFields, audienceOf } from './audiences.ts'
import { inText, statusName, wordsFor } from './compose.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { fieldOf, render, type VariableName, type Variables } from './templates.ts'

/** What those who subscribed read of an incident besides its updates. */
export interface FollowingWords {
  readonly text: string
  /** Whether its channel may be named: the channel's name tells the title. */
  readonly namesChannel: boolean
}

/** That an incident began which they follow. */
export function composeBeginning(incident: Incident, policy: Policy): FollowingWords {
  const text = render(wordsFor(audienceOf(FOLLOWERS, policy), 'began'), variablesOf(incident, policy))
  return { text, namesChannel: maySeeTitle(incident, policy) }
}

/** As what a merged incident goes on, or went on until that one was over. */
export function composeGoesOn(
  merged: Incident,
  { into, isOver, policy }: { into: Incident; isOver: boolean; policy: Policy },
): FollowingWords {
  const own = audienceOf(FOLLOWERS, policy)
  const other = variablesOf(into, policy)
  const variables: Variables = {
    ...variablesOf(merged, policy),
    into: into.id,
    intoStatus: other.statusInText ?? '',
    ...(other.title === undefined ? {} : { intoTitle: other.title }),
  }
  const text = render(wordsFor(own, isOver ? 'wentOn' : 'goesOn'), variables)
  return { text, namesChannel: maySeeTitle(into, policy) }
}

function variablesOf(incident: Incident, policy: Policy): Variables {
  const { id, title, summary, priority, severity } = incident
  const service = policy.services.find(one => one.id === incident.service)?.label
  const category = policy.categories.find(one => one.id === incident.category)?.label
  const status = statusName(FOLLOWERS, incident.status, policy)
  const statusInText = inText(status, audienceOf(FOLLOWERS, policy).language)
  const all = { id, title, summary, priority, severity, service, category, status, statusInText }
  const allowed = allowedFields(FOLLOWERS, incident, policy)
  return Object.fromEntries(
    Object.entries(all).filter(([name, value]) => {
      const field = fieldOf(name as VariableName)
      return value !== undefined && (field === undefined || allowed.includes(field))
    }),
  )
}

function maySeeTitle(incident: Incident, policy: Policy): boolean {
  return allowedFields(FOLLOWERS, incident, policy).includes('title')
}
