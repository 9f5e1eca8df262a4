import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse as parseYaml } from 'yaml'
import { defaultPolicy, type Policy, parsePolicy } from './domain/policy.ts'
import {
  appOf,
  createWorkspace,
  defaultCredentials,
  manifestSchema,
  sampleSeed,
  type Workspace,
} from './local/slack/index.ts'
import { sampleGuide, sampleIncident } from './sample-incident.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

export interface Sandbox {
  readonly workspace: Workspace
  readonly credentials: typeof defaultCredentials
  /** The default policy with the sandbox's channels and its on-call group filled in. */
  readonly policy: Policy
}

/**
 * The local workspace that stands in for Slack, with Sitrep installed by its real manifest: what the manifest does not
 * ask for, the sandbox refuses as Slack would.
 */
export async function startSandbox(options: {
  dir: string
  now?: () => number
  rateClock?: () => number
}): Promise<Sandbox> {
  const manifest = manifestSchema.parse(parseYaml(readFileSync(join(root, 'manifest.yml'), 'utf8')))
  const seed = sampleSeed(appOf(manifest))
  const workspace = await createWorkspace({
    dir: options.dir,
    seed,
    pageDir: join(root, 'dist/local/slack/page'),
    plays: [sampleIncident],
    guide: sampleGuide,
    ...(options.now ? { now: options.now } : {}),
    ...(options.rateClock ? { rateClock: options.rateClock } : {}),
  })
  const channel = (name: string) => seed.channels.filter(one => one.name === name).map(one => one.id)
  const policy = parsePolicy({
    ...defaultPolicy,
    announcements: { channel: channel('incidents')[0] ?? null },
    audiences: {
      leadership: { channels: channel('leadership') },
      support: { channels: channel('support') },
      customers: { channels: channel('customer-updates') },
    },
    invite: {
      users: [],
      userGroups: seed.usergroups.filter(group => group.handle === 'on-call').map(group => group.id),
    },
  })
  return { workspace, credentials: defaultCredentials, policy }
}
