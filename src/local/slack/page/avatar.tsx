const hues = [190, 265, 25, 335, 215, 150, 290, 45, 120, 5]

/** A drawn portrait: initials on a colour that follows from the id, so that nothing is fetched. */
export function Avatar({
  id,
  name,
  isApp = false,
}: {
  readonly id: string
  readonly name: string
  readonly isApp?: boolean
}) {
  const hue = hues[[...id].reduce((sum, letter) => sum * 7 + letter.charCodeAt(0), 0) % hues.length] ?? 190
  return (
    <span className={isApp ? 'avatar avatar-app' : 'avatar'} style={{ '--hue': hue }} aria-hidden="true">
      {isApp ? <AppMark /> : initialsOf(name)}
    </span>
  )
}

/** The sandbox app's own mark: a pulse that settles. */
export function AppMark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M5 17h5l3-8 5 14 3-6h6" />
    </svg>
  )
}

function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean)
  return words
    .slice(0, 2)
    .map(word => [...word][0]?.toUpperCase() ?? '')
    .join('')
}
