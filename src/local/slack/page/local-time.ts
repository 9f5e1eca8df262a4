/** A moment, in Unix seconds, as a `datetime-local` field writes it: `2026-03-01T14:30` in a time zone. */
export function toLocalInput(unix: number, timeZone: string): string {
  const options = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', ...options }).formatToParts(unix * 1000)
  const part = (type: string) => parts.find(each => each.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

/** The moment, in Unix seconds, that a `datetime-local` field means in a time zone. */
export function fromLocalInput(value: string, timeZone: string): number {
  const wanted = Date.parse(`${value}Z`) / 1000
  // The zone's offset at a guess may differ from the one at the moment meant, so that the second guess corrects the first.
  const correct = (guess: number) => guess + wanted - Date.parse(`${toLocalInput(guess, timeZone)}Z`) / 1000
  return correct(correct(wanted))
}
