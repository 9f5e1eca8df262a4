import type { StateValues } from './surface.tsx'

/** What was entered in a form, kept for as long as the browser's tab lives, so that a reload loses nothing. */
export function readDraft(name: string): StateValues {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(name)) ?? '{}')
  } catch {
    return {}
  }
}

export function writeDraft(name: string, values: StateValues): void {
  try {
    sessionStorage.setItem(keyOf(name), JSON.stringify(values))
  } catch {
    // A browser that forbids storage forgets, but works.
  }
}

export function dropDraft(name: string): void {
  try {
    sessionStorage.removeItem(keyOf(name))
  } catch {
    // There was nothing to forget.
  }
}

function keyOf(name: string): string {
  return `sandbox.entered.${name}`
}
