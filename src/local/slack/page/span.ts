/** "35 min", "2 h 5 min", "3 d 1 h". */
export function span(minutes: number): string {
  const whole = Math.round(minutes)
  const [days, hours, rest] = [Math.floor(whole / 1440), Math.floor((whole % 1440) / 60), whole % 60]
  const parts = [days && `${days} d`, hours && `${hours} h`, rest && `${rest} min`].filter(Boolean)
  return parts.slice(0, 2).join(' ') || 'less than a minute'
}
