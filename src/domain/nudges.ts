import { addMinutes, latest } from './duration.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import type { Role } from './roles.ts'
import { isFact } from './timeline.ts'
import { updateOwner } from './updates.ts'

/** A reminder of an update that nobody has written yet. */
export interface Nudge {
  readonly key: string
  readonly to: 'owner' | Role
  readonly dueAt: Date
}

/** `2026-03-01T11:00:00Z`: a moment as part of a key. */
export function slotName(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z')
}

/** Who is meant now; nobody while the role is free. */
export function nudgedPerson(to: Nudge['to'], incident: Incident): string | undefined {
  return to === 'owner' ? updateOwner(incident) : incident.roles[to]
}

/** Who was reminded of the update that is due then, first to last. */
export function nudgedFor(incident: Incident, slot: Date): string[] {
  return nudgesFor(incident, slot).map(fact => fact.user)
}

/** The reminders of the update that is due then, first to last. */
export function nudgesFor(incident: Incident, slot: Date) {
  return incident.timeline.filter(isFact('nudged')).filter(fact => fact.dueAt.getTime() === slot.getTime())
}

/**
 * The one reminder that comes next: the owner's, then the policy's steps. It is not there before the one in front of it
 * is done, so that after an outage people are still asked one after another, each with the time to answer.
 */
export function nextNudge(incident: Incident, slot: Date, policy: Policy): Nudge | undefined {
  const steps = [{ minutesBefore: policy.nudgeMinutesBefore, to: 'owner' as const }, ...policy.nudges]
  const asked = nudgesFor(incident, slot)
  const last = asked.at(-1)
  const tried = new Set<string | undefined>(asked.map(fact => fact.user))
  let before = policy.nudgeMinutesBefore
  for (const { minutesBefore, to } of steps) {
    const key = [incident.id, 'nudge', slotName(slot), ...(to === 'owner' ? [] : [to])].join('/')
    const user = nudgedPerson(to, incident)
    const isOver = incident.settled.includes(key)
    if (!isOver && user !== undefined && !tried.has(user)) {
      const onTime = addMinutes(slot, -minutesBefore)
      const dueAt = last ? latest([onTime, addMinutes(last.at, Math.max(1, before - minutesBefore))]) : onTime
      return dueAt && dueAt < slot ? { key, to, dueAt } : undefined
    }
    // Who could not be reached is not tried again in another role.
    if (isOver) tried.add(user)
    before = minutesBefore
  }
  return undefined
}
