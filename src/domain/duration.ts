export const minuteMs = 60_000

/** `at` plus a number of minutes. */
export function addMinutes(at: Date, minutes: number): Date {
  return new Date(at.getTime() + Math.round(minutes * minuteMs))
}

/** A duration in words, to the minute: “45 min”, “2 h”, “1 h 30 min”, “3 days”. */
export function describeMinutes(minutes: number): string {
  const whole = Math.max(0, Math.round(minutes))
  if (whole < 60) return `${whole} min`
  const days = Math.floor(whole / 1440)
  const hours = Math.floor((whole % 1440) / 60)
  const rest = whole % 60
  const parts = [
    days > 0 ? `${days} ${days === 1 ? 'day' : 'days'}` : '',
    hours > 0 ? `${hours} h` : '',
    rest > 0 && days === 0 ? `${rest} min` : '',
  ]
  return parts.filter(part => part !== '').join(' ')
}

/** The time between two moments in words. */
export function describeInterval(from: Date, to: Date): string {
  return describeMinutes((to.getTime() - from.getTime()) / minuteMs)
}

export function earliest(dates: readonly Date[]): Date | undefined {
  return dates.reduce<Date | undefined>(
    (first, date) => (first === undefined || date < first ? date : first),
    undefined,
  )
}

export function latest(dates: readonly Date[]): Date | undefined {
  return dates.reduce<Date | undefined>((last, date) => (last === undefined || date > last ? date : last), undefined)
}
