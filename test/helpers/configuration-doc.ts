import { Document, isPair, isScalar, visit } from 'yaml'
import { z } from 'zod'
import { environmentSchema } from '../../src/config.ts'
import { defaultPolicy, policySchema } from '../../src/domain/policy.ts'

/** The part of JSON Schema that zod writes for our schemas. */
interface Node {
  readonly type?: string
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, Node>>
  readonly propertyNames?: Node
  /** `false`, too, which has no properties either. */
  readonly additionalProperties?: Node
  readonly items?: Node
  readonly anyOf?: readonly Node[]
}

interface Row {
  readonly name: string
  readonly accepts: string
  readonly what: string
}

/** What a pattern asks for, in words; a pattern without an entry stops the generator. */
const PATTERNS: Record<string, string> = {
  '^[a-z0-9][a-z0-9-]{0,40}$': 'lower-case letters, digits and dashes',
  '^[a-z][a-z0-9-]{0,40}$': 'lower-case letters, digits and dashes, beginning with a letter',
  "^[a-z0-9_+'-]{1,100}$": 'the name of an emoji without colons, such as `pushpin`',
  '^[CG][A-Z0-9]{2,}$': 'a channel id such as `C0123456789`',
  '^[UW][A-Z0-9]{2,}$': 'a member id such as `U0123456789`',
  '^S[A-Z0-9]{2,}$': 'a user group id such as `S0123456789`',
  '^([01]\\d|2[0-3]):[0-5]\\d$': 'a 24-hour time such as `09:00`',
  '^[a-z]+\\/([a-z0-9.+-]+|\\*)$': 'a media type such as `image/png` or `text/*`',
  '^mongodb(\\+srv)?:\\/\\/': 'starts with `mongodb://` or `mongodb+srv://`',
}

const FORMATS: Record<string, string> = { uri: 'an address', date: 'a date such as `2026-12-25`' }

const or = new Intl.ListFormat('en-GB', { type: 'disjunction' })

function accepts(node: Node): string {
  const { type, format, pattern, propertyNames, additionalProperties, items } = node
  if (node.anyOf) return or.format(choices(node).map(acceptsShape))
  if (node.enum) return or.format(node.enum.map(one => `\`${one}\``))
  if (propertyNames?.enum && additionalProperties) {
    const keys = propertyNames.enum.map(key => `\`${key}\``).join(', ')
    const each = accepts(additionalProperties)
    return `for each of ${keys}${each ? `: ${each}` : ''}`
  }
  if (propertyNames?.pattern && additionalProperties) {
    const each = accepts(additionalProperties)
    return `by id${each ? `: ${each}` : ''}`
  }
  if (type === 'null') return '`null`'
  if (type === 'boolean') return '`true` or `false`'
  if (type === 'integer') return `${node.minimum} to ${node.maximum}`
  if (type === 'array') {
    const each = items && accepts(items)
    return `a list${node.maxItems ? ` of at most ${node.maxItems}` : ''}${each ? `, each ${each}` : ''}`
  }
  if (format === 'starts_with') return `starts with \`${pattern?.replace(/^\^|\.\*$/g, '')}\``
  if (format) return FORMATS[format] ?? fail(`format ${format}`)
  if (pattern) return PATTERNS[pattern] ?? fail(`pattern ${pattern}`)
  return node.maxLength ? `at most ${node.maxLength} characters` : ''
}

/** The options of a choice, those of a choice inside it included. */
function choices(node: Node): Node[] {
  return node.anyOf ? node.anyOf.flatMap(choices) : [node]
}

/** One of several shapes by the key that tells it apart: `{ minutes: … }`. */
function acceptsShape(node: Node): string {
  const [key] = Object.keys(node.properties ?? {})
  return key ? `\`{ ${key}: … }\`` : accepts(node)
}

function fail(what: string): never {
  throw new Error(`Say in ${import.meta.filename} what the ${what} means to a person.`)
}

/** What lies inside, by its path; `*` stands for each key, `[]` for each entry. */
function inside(name: string, { properties = {}, additionalProperties, items }: Node): (readonly [string, Node])[] {
  const named = Object.entries(properties).map(([key, child]) => [name ? `${name}.${key}` : key, child] as const)
  const repeated = [[`${name}.*`, additionalProperties] as const, [`${name}[]`, items] as const]
  return [...named, ...repeated.flatMap(([path, child]) => (child?.properties ? [[path, child] as const] : []))]
}

/** Every place of a schema that says something, the outer before the inner. */
function rows(name: string, node: Node): Row[] {
  const own = { name, accepts: accepts(node), what: node.description ?? '' }
  const inner = inside(name, node).flatMap(([path, child]) => rows(path, child))
  return own.what || inner.length === 0 ? [own, ...inner] : inner
}

export function table(columns: readonly string[], cells: readonly (readonly string[])[]): string {
  const line = (values: readonly string[]) => `| ${values.map(value => value.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(columns), line(columns.map(() => '---')), ...cells.map(line)].join('\n')
}

function environmentTable(): string {
  const schema = z.toJSONSchema(environmentSchema, { io: 'input' }) as Node
  return table(
    ['Variable', 'Default', 'Accepts', 'What it does'],
    Object.entries(schema.properties ?? {}).map(([name, node]) => [
      `\`${name}\``,
      node.default === undefined ? '' : `\`${node.default}\``,
      accepts(node),
      node.description ?? '',
    ]),
  )
}

function policyTable(): string {
  const schema = z.toJSONSchema(policySchema, { io: 'input' }) as Node
  return table(
    ['Key', 'Accepts', 'What it means'],
    rows('', schema).map(row => [`\`${row.name}\``, row.accepts, row.what]),
  )
}

const flowWidth = 120

/** A policy as a file: what fits on a line stands on a line. */
function policyYaml(policy: unknown): string {
  const document = new Document(policy)
  visit(document, {
    Collection(_, node) {
      const isFlat = node.items.every(item => isScalar(item) || (isPair(item) && isScalar(item.value)))
      if (isFlat && JSON.stringify(node).length < flowWidth) node.flow = true
    },
  })
  return document.toString({ lineWidth: 120 }).trimEnd()
}

/** `docs/configuration.md`, from the schemas that the settings are checked with. */
export function configurationDoc(): string {
  return `# Configuration

<!-- Written by \`UPDATE_DOCS=1 npx vitest run test/docs.test.ts\` from src/config.ts and src/domain/policy.ts. Do not edit. -->

Settings are environment variables. An empty variable counts as absent. Everything that is wrong is told at once, at
start, and Sitrep does not start with it. The policy, which says what your organisation promises to whom, is one YAML file.

## Environment

${environmentTable()}

Without \`SLACK_BOT_TOKEN\` Sitrep starts the sandbox workspace; without \`MONGODB_URI\` it keeps its data in \`DATA_DIR\`. With
\`NODE_ENV=production\` it refuses to start without either. Besides \`SLACK_BOT_TOKEN\` one way for Slack to reach Sitrep is
needed: \`SLACK_APP_TOKEN\` (Socket Mode, which wins when both are set) or \`SLACK_SIGNING_SECRET\` (HTTP).

## Policy file

\`POLICY_FILE\` names a YAML file with the parts of the policy that differ from the default below. Maps are merged key by
key; a list or a target replaces the default's. A key that is not in this table is refused, so that a slip of the pen is
not silently ignored: every problem is told at once, with its line and column, also by \`npm run policy -- check policy.yml\`.

Audiences are yours to change, to add and to remove: \`legal: null\` removes one, \`null\` for one of its settings that setting.
\`responders\` stays, because the incident's own channel reads as that audience. Somebody who belongs to two audiences reads one message, in
the words of the one that stands first; a new audience stands behind the one before it in the file, and before \`followers\` when there
is none. Two audiences that see different fields cannot share a channel.
Whoever is in a channel that got an update, with all that this update would tell them directly, gets no direct message: not as one of \`people\`, not
through a user group, and not because they subscribed. Who may see more than the channel does, is asked for a view that it is not, or has words of
their own is told all the same. Direct messages wait for those channels, a minute at most.

${policyTable()}

## The default policy

Save this as a file, change what differs, and leave out the rest.

\`\`\`yaml
${policyYaml(defaultPolicy)}
\`\`\`
`
}
