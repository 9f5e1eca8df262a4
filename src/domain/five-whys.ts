export const whysAtMost = 5

/** `1. …` at the start of a line: an answer to one more why. */
const numbered = /^\s*([1-9])[.)]\s+(.*)$/

/** The first run of lines that are numbered from 1 on, and what stands around it. */
function findRun(text: string): { before: string[]; whys: string[]; after: string[] } | undefined {
  const lines = text.split('\n')
  const start = lines.findIndex(line => numbered.exec(line)?.[1] === '1')
  if (start < 0) return undefined
  const rest = lines.slice(start)
  const end = rest.findIndex((line, index) => index === whysAtMost || numbered.exec(line)?.[1] !== String(index + 1))
  const run = end < 0 ? rest : rest.slice(0, end)
  return {
    before: lines.slice(0, start),
    whys: run.map(line => numbered.exec(line)?.[2] ?? ''),
    after: rest.slice(run.length),
  }
}

/** The answers that a text already gives, one a line. */
export function whysIn(text: string): string[] {
  return findRun(text)?.whys ?? []
}

/** The text with these answers as numbered lines, in place of those it had; empty answers are left out. */
export function withWhys(text: string, answers: readonly string[]): string {
  const lines = answers
    .map(answer => answer.replaceAll(/\s*\n\s*/g, ' ').trim())
    .filter(answer => answer !== '')
    .map((answer, index) => `${index + 1}. ${answer}`)
  const run = findRun(text)
  if (run) return [...run.before, ...lines, ...run.after].join('\n').trim()
  return [text.trim(), lines.join('\n')].filter(part => part !== '').join('\n\n')
}
