const formatters = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter costs far more than using it, and each message has several times. */
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options)
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formatters.set(key, known)
  return known
}

export interface Moment {
  readonly timeZone: string
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** Fills the tokens of a `<!date^…>` format for one reader; unknown tokens stay as they are. */
export function formatSlackDate(unix: number, format: string, { timeZone, now }: Moment): string {
  const at = unix * 1000
  const part = (options: Intl.DateTimeFormatOptions) => formatter('en-US', { timeZone, ...options }).format(at)
  const pretty = (otherwise: () => string) => relativeDay(at, { timeZone, now }) ?? otherwise()
  const dayWithOrdinal = () => ordinal(Number(part({ day: 'numeric' })))
  const date = () => `${part({ month: 'long' })} ${dayWithOrdinal()}, ${part({ year: 'numeric' })}`
  const short = () => part({ month: 'short', day: 'numeric', year: 'numeric' })
  const long = () => `${part({ weekday: 'long' })}, ${date()}`
  const tokens: Record<string, () => string> = {
    date_num: () => dayKey(at, timeZone),
    date_slash: () => part({ month: '2-digit', day: '2-digit', year: 'numeric' }),
    date,
    date_short: short,
    date_long: long,
    date_pretty: () => pretty(date),
    date_short_pretty: () => pretty(short),
    date_long_pretty: () => pretty(long),
    date_long_full: long,
    day_divider_pretty: () => pretty(long),
    time: () => clockTime(at, timeZone),
    time_secs: () => part({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
    ago: () => ago(now - at),
  }
  return format.replace(/\{([a-z_]+)\}/g, (whole, name: string) => tokens[name]?.() ?? whole)
}

/** `14:32` as the reader's clock shows it. */
export function clockTime(at: number, timeZone: string): string {
  return formatter('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
}

/** `2026-03-01` in the reader's time zone. */
export function dayKey(at: number, timeZone: string): string {
  return formatter('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
}

/** A day as the list of messages heads it: "Today", "Yesterday" or the date. */
export function dayTitle(at: number, moment: Moment): string {
  const near = relativeDay(at, moment)
  if (near) return capitalise(near)
  // Put together from its parts, since what stands between them differs from one browser to the next.
  const part = (options: Intl.DateTimeFormatOptions) =>
    formatter('en-GB', { timeZone: moment.timeZone, ...options }).format(at)
  return `${part({ weekday: 'long' })} ${part({ day: 'numeric', month: 'long', year: 'numeric' })}`
}

/** `Today` for `today`, where it starts a line. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** "5 minutes ago", "in 2 hours". */
export function ago(elapsedMs: number): string {
  const seconds = Math.round(Math.abs(elapsedMs) / 1000)
  const [unit, size] = units.find(([, length]) => seconds >= length) ?? units[3]
  const count = Math.floor(seconds / size)
  const words = `${count} ${unit}${count === 1 ? '' : 's'}`
  return elapsedMs < 0 ? `in ${words}` : `${words} ago`
}

function relativeDay(at: number, { timeZone, now }: Moment): string | null {
  const dayMs = 86_400_000
  const day = (when: number) => Date.parse(dayKey(when, timeZone))
  const distance = Math.round((day(at) - day(now)) / dayMs)
  if (distance === 0) return 'today'
  if (distance === -1) return 'yesterday'
  return distance === 1 ? 'tomorrow' : null
}

function ordinal(day: number): string {
  if (day >= 11 && day <= 13) return `${day}th`
  return `${day}${{ 1: 'st', 2: 'nd', 3: 'rd' }[day % 10] ?? 'th'}`
}
