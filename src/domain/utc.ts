/** `2026-03-01 11:00 UTC`. */
export function utcMinute(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** `2026-03-01 11:00:05 UTC`. */
export function utcSecond(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** `11:00 UTC`, or with its day in front when that is another one than the day of `than`. */
export function utcBeside(at: Date, than: Date): string {
  const isSameDay = at.toISOString().slice(0, 10) === than.toISOString().slice(0, 10)
  return isSameDay ? utcMinute(at).slice(11) : utcMinute(at)
}
