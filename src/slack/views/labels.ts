import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'

/** The service in people's words; undefined when none was chosen. */
export function serviceLabel(incident: Pick<Incident, 'service'>, policy: Policy): string | undefined {
  if (!incident.service) return undefined
  return policy.services.find(service => service.id === incident.service)?.label ?? incident.service
}

/** “Software / Defect”; undefined when none was chosen. */
export function categoryLabel(
  incident: Pick<Incident, 'category' | 'subcategory'>,
  policy: Policy,
): string | undefined {
  if (!incident.category) return undefined
  const category = policy.categories.find(one => one.id === incident.category)
  const subcategory = category?.subcategories?.find(one => one.id === incident.subcategory)
  return [category?.label ?? incident.category, subcategory?.label].filter(Boolean).join(' / ')
}
