import { builtInReaderWords, READER_WORDS } from '../../src/domain/reader-words.ts'
import { STATUSES, statusLabel } from '../../src/domain/status.ts'
import {
  builtInStatusLabels,
  builtInTemplates,
  fieldOf,
  VARIABLES,
  type VariableName,
} from '../../src/domain/templates.ts'
import { table } from './configuration-doc.ts'

const WHERE = {
  correction: 'in `correction` only',
  digest: 'in `digestHeading` only',
  merge: 'in `goesOn` and `wentOn` only',
} as const

function variablesTable(): string {
  const names = Object.keys(VARIABLES) as VariableName[]
  return table(
    ['Variable', 'What it says', 'Example', 'Needs'],
    names.map(name => {
      const variable = VARIABLES[name]
      const field = fieldOf(name)
      const place = 'in' in variable ? WHERE[variable.in] : ''
      return [`\`{{${name}}}\``, variable.what, variable.example, field ? `\`${field}\` in \`fields\`` : place]
    }),
  )
}

function templatesTable(): string {
  const { closing, ...simple } = builtInTemplates
  const rows = [
    ...Object.entries(simple),
    ...Object.entries(closing).map(([end, text]) => [`closing.${end}`, text] as const),
  ]
  return table(
    ['Template', 'Says, when the audience has none of its own'],
    rows.map(([name, text]) => [`\`${name}\``, `\`${text}\``]),
  )
}

function readerWordsTable(): string {
  return table(
    ['Word', 'Says, when the audience has none of its own'],
    READER_WORDS.map(name => [`\`${name}\``, builtInReaderWords[name]]),
  )
}

function statusesTable(): string {
  return table(
    ['Status', 'Responders read', 'Everybody else reads'],
    STATUSES.map(status => [`\`${status}\``, statusLabel(status), builtInStatusLabels[status]]),
  )
}

/** The example that the page shows; a test reads it as a policy. */
const example = `audiences:
  board:
    label: Board of directors
    channels: [C0123456784]
    incidents: { priorities: [P1], services: [checkout] }
    fields: [impact, resolution]
    fieldLabels: { state: Stand, impact: Auswirkung }
    statusLabels: { investigating: Wird untersucht, fixing: Wird behoben, resolved: Behoben }
    readerWords: { haveWhatINeed: Ich weiß genug, stillNeed: Ich brauche noch… }
    language: de
    timeZone: Europe/Berlin
    templates:
      heading: "{{service}}: {{status}}"
      noChange: Wir arbeiten weiter daran, seit {{since}}.
      holding: Noch nicht behoben, seit {{since}}.
      automatic: Automatisch von Sitrep verschickt.
      next: Nächste Nachricht
      closing:
        resolved: "{{resolution}}{{^resolution}}Behoben.{{/resolution}}"
    cadence: { P1: 60 }`

/** `docs/templates.md`, from the table of variables and the built-in wording. */
export function templatesDoc(): string {
  return `# Wording

<!-- Written by \`UPDATE_DOCS=1 npx vitest run test/docs.test.ts\` from src/domain/templates.ts. Do not edit. -->

What an audience reads is made from templates in the [policy file](configuration.md#policy-file), under
\`audiences.<id>.templates\`. A template is plain text with variables in braces ([Mustache](https://mustache.github.io/mustache.5.html),
without partials). What it leaves out comes from the table of built-in wording below. What people typed is put in as it is: braces,
links and mentions in it mean nothing.

- \`{{impact}}\` is replaced by what the commander wrote.
- \`{{#service}}…{{/service}}\` is left out while there is no service; \`{{^service}}…{{/service}}\` is there only then.

A template can say only what the audience's \`fields\` allow, and never anything else: a variable it may not see is refused at start, like
one that does not exist. Where \`categoryFields\` allow less, the rest of the variables are empty.

Without \`body\`, a report is one paragraph for each of its fields that was filled in. With it, these paragraphs, of which those without a
text are left out. \`npm run policy -- preview policy.yml\` shows all of it.

## Variables

${variablesTable()}

## Built-in wording

${templatesTable()}

## What the statuses are called

Whoever works on the incident reads the names that they work with; everybody else reads what it means for them. An audience's
\`statusLabels\` go before, for responders too. Customers have some of their own, see \`npm run policy -- preview\`.

${statusesTable()}

## What readers press and are answered

An audience's \`readerWords\` take the place of these, below its updates and in the answers to its questions; *Subscribe* and *Unsubscribe* are
those of \`followers\`.

${readerWordsTable()}

## An audience of your own

\`\`\`yaml
${example}
\`\`\`

Dates and durations follow \`language\`; the words around them are in the templates, the labels, \`readerWords\` and the policy's services.
\`npm run policy -- check policy.yml\` names what an audience of another language would still read in English. The forms that open from a
button, what answers a press, and the reporter's own messages are in English for everybody. Without a
\`timeZone\`, or with \`reader\`, each reader sees every time in their own zone; only notifications, headlines, the text that can be edited
before it is sent, and what leaves Slack say it in UTC. With one, times are written out in it; that of the next update stands beside the one
that Slack shows each reader in their own.
`
}
