import type { ReactNode } from 'react'

/** Renders a list that never reorders, whose items' positions therefore identify them. */
export function withKeys<T>(items: readonly T[], render: (item: T, key: string) => ReactNode): ReactNode[] {
  return items.map((item, index) => render(item, String(index)))
}
