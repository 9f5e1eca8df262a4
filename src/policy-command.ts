import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { audienceIds, audienceOf } from './domain/audiences.ts'
import { nearest } from './domain/nearest.ts'
import { defaultPolicy, type Policy } from './domain/policy.ts'
import { sharedReaders } from './domain/policy-checks.ts'
import { readPolicyFile } from './policy-file.ts'
import { untranslated } from './policy-language.ts'
import { policyPage } from './policy-page.ts'
import { describeAudience, type Sample, samplesFor } from './policy-samples.ts'
import { updateView } from './slack/views/update.ts'

/** What a command says, on which stream, and its exit code: 1 for a policy that is wrong, 2 for a command that is. */
export interface Outcome {
  readonly code: 0 | 1 | 2
  readonly text: string
}

const usage = `Checks a policy file, and shows what every audience would read.

  npm run policy -- check <file>             names every problem with its line and column
  npm run policy -- preview [file]           sample updates for every audience; of the default policy without a file
      --audience <id>                        for one audience only
      --html <page.html>                     as one page for the browser
  npm run policy -- --help                   this text`

function wrong(text: string): Outcome {
  return { code: 2, text: `${text}\n\n${usage}` }
}

/** Does what the command line says. */
export function runPolicyCommand(args: readonly string[]): Outcome {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(args)
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
  const { values, positionals } = parsed
  const [command, file, ...more] = positionals
  if (values.help) return { code: 0, text: usage }
  if (command === undefined) return wrong('Say what to do: check or preview.')
  if (command !== 'check' && command !== 'preview') return wrong(`There is no command ${command}.`)
  if (more.length > 0) return wrong(`One file at a time, please: ${more.join(' ')} is too much.`)
  if (command === 'check' && file === undefined) return wrong('Name the policy file to check.')
  const read = file === undefined ? { policy: defaultPolicy } : readPolicyFile(file)
  if (!('policy' in read)) return { code: 1, text: read.problems.join('\n') }
  return command === 'check' ? summary(read.policy) : preview(read.policy, values)
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      html: { type: 'string' },
      audience: { type: 'string' },
    },
  })
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}

function summary(policy: Policy): Outcome {
  const audiences = audienceIds(policy)
  const unreached = audiences.filter(audience => describeAudience(audience, policy).reads.startsWith('nowhere'))
  const parts = [
    count(audiences.length, 'audience', 'audiences'),
    count(policy.services.length, 'service', 'services'),
    count(policy.categories.length, 'category', 'categories'),
  ]
  const note = unreached.length > 0 ? `\nWithout channels or people, and so told nothing: ${unreached.join(', ')}.` : ''
  const shared = sharedReaders(policy).map(
    ({ reader, readsAs, insteadOf }) =>
      `${reader} is named for ${readsAs} and for ${insteadOf}, which see different fields: where both hear of an incident, it reads as ${readsAs}, which stands first.`,
  )
  return { code: 0, text: [`OK: ${parts.join(', ')}.${note}`, ...shared, ...untranslated(policy)].join('\n') }
}

function preview(policy: Policy, options: { html?: string | undefined; audience?: string | undefined }): Outcome {
  const known = audienceIds(policy)
  const { audience, html } = options
  if (audience !== undefined && !known.includes(audience)) {
    const near = nearest(audience, known)
    return wrong(
      `There is no audience ${audience}; ${near ? `did you mean ${near}?` : `there are ${known.join(', ')}.`}`,
    )
  }
  const shown = audience === undefined ? known : [audience]
  if (html === undefined) return { code: 0, text: shown.map(one => audienceText(one, policy)).join('\n\n') }
  try {
    writeFileSync(html, policyPage(policy, shown))
  } catch (error) {
    return { code: 1, text: `${html} cannot be written: ${error instanceof Error ? error.message : String(error)}` }
  }
  return { code: 0, text: `Wrote ${html}: open it in a browser.` }
}

function audienceText(audience: string, policy: Policy): string {
  const { label, tone } = audienceOf(audience, policy)
  const { hears, reads } = describeAudience(audience, policy)
  const head = [
    `${label} (${audience})`,
    '='.repeat(label.length + audience.length + 3),
    `Hears of: ${hears}. Reads in: ${reads}.`,
    ...(tone ? [`Whoever writes is told: ${tone}`] : []),
  ]
  return [...head, ...samplesFor(audience, policy).map(sampleText)].join('\n')
}

function sampleText({ name, rendering, parts = [], hidden, note }: Sample): string {
  const lines = [
    ...(note && !rendering ? [note] : []),
    ...(rendering ? [rendering] : parts).flatMap(one => updateView(one).text.split('\n')),
    ...(note && rendering ? [note] : []),
    ...(hidden.length > 0 ? [`(hidden: ${hidden.join(', ')})`] : []),
  ]
  return [`\n  ${name}`, ...lines.map(line => `    ${line}`)].join('\n')
}
