import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import type { SeedApp } from '../../src/local/slack/index.ts'

/** Sitrep as its manifest installs it. */
export function installed(): SeedApp {
  const manifest = parse(readFileSync('manifest.yml', 'utf8'))
  return {
    name: manifest.display_information.name,
    commands: manifest.features.slash_commands,
    shortcuts: manifest.features.shortcuts,
    scopes: manifest.oauth_config.scopes.bot,
    events: manifest.settings.event_subscriptions.bot_events,
  }
}

/** A policy file for the sample workspace's channels, as an operator would write one. */
installed.policyFile = async (dir: string): Promise<string> => {
  const file = join(dir, 'policy.yml')
  const policy = {
    announcements: { channel: 'C0INCIDNT3' },
    audiences: {
      leadership: { channels: ['C0LEADERS4'] },
      support: { channels: ['C0SUPPORT5'] },
      customers: { channels: ['C0CUSTOMR6'] },
    },
  }
  await writeFile(file, stringify(policy))
  return file
}
