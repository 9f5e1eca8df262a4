import { describe, expect, it } from 'vitest'
import { allowedFields, audienceIds } from '../../src/domain/audiences.ts'
import { composeSanitised } from '../../src/domain/compose-sanitised.ts'
import { addNote, assignRole, declare, type Incident, record } from '../../src/domain/incident.ts'
import { resolve } from '../../src/domain/lifecycle.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { transcriptOf } from '../../src/domain/transcript.ts'
import { writeUpdate } from '../../src/domain/updates.ts'
import { html } from '../../src/exports/html.ts'
import { json } from '../../src/exports/json.ts'
import { markdown } from '../../src/exports/markdown.ts'
import { contentOf } from '../helpers/rendered.ts'
import { at, by, names, said } from './sample-incident.ts'

const channels = (id: string) => ({ channels: [id] })
const policy = parsePolicy({
  audiences: {
    leadership: channels('C0LEAD'),
    support: channels('C0SUPP'),
    customers: channels('C0CUST'),
    legal: channels('C0LEGA'),
  },
})

/** A word that stands nowhere else, in each place where somebody can write. */
const canary = (place: string) => `canary${place}`

function planted(category: string): Incident {
  const declared = declare(
    {
      number: 9,
      requestId: 'V1',
      title: canary('title'),
      summary: canary('summary'),
      severity: 'SEV1',
      urgency: 'high',
      category,
      isPrivate: false,
    },
    policy,
    by('U0RITA', '10:00'),
  )
  const channel = { id: 'C0INC', name: canary('channel') }
  const opened = record(
    declared,
    by('sitrep', '10:01'),
    { type: 'channel-opened', channel: channel.id, name: channel.name },
    { channel },
  )
  const led = assignRole(opened, { role: 'commander', user: 'U0ANA' }, by('U0ANA', '10:02'))
  const noted = addNote(led, { text: canary('note') }, by('U0ANA', '10:03'))
  const fields = {
    state: canary('state'),
    impact: canary('impact'),
    actions: canary('actions'),
    workaround: canary('workaround'),
    needs: canary('needs'),
  }
  const updated = writeUpdate(noted, { fields, nextInMinutes: 30, policy }, by('U0ANA', '10:10'))
  const end = {
    resolution: canary('resolution'),
    happened: canary('happened'),
    prevention: canary('prevention'),
    impact: canary('impactafter'),
    policy,
  }
  return resolve(updated, end, by('U0ANA', '11:00'))
}

/** In which field what was planted is told. */
const FIELD: Record<string, string> = { impactafter: 'impact' }

async function canariesIn(incident: Incident, audience: string): Promise<string[]> {
  const review = composeSanitised(audience, { incident, policy, builtAt: at('12:00') })
  const transcript = transcriptOf([said('U0ANA', '10:04', canary('message'))], { ...names, user: id => canary(id) })
  const all = await Promise.all([html, markdown, json].map(format => contentOf(format.render(review, transcript))))
  expect(review.facts).toBeUndefined()
  return [...new Set(all.join('\n').match(/canary\w+/g) ?? [])].map(word => word.replace('canary', ''))
}

describe('the review for one audience', () => {
  it.each(['software', 'security'])('holds nothing that it may not see, in an incident of %s', async category => {
    const incident = planted(category)
    for (const audience of audienceIds(policy)) {
      const allowed: readonly string[] = allowedFields(audience, incident, policy)
      const found = await canariesIn(incident, audience)
      expect(
        found.filter(place => !allowed.includes(FIELD[place] ?? place)),
        audience,
      ).toEqual([])
    }
  })

  it('holds what it was told, and names nobody', async () => {
    const incident = planted('software')
    expect(await canariesIn(incident, 'customers')).toEqual(
      expect.arrayContaining(['impact', 'workaround', 'happened', 'prevention']),
    )
    expect(await canariesIn(incident, 'leadership')).toEqual(
      expect.arrayContaining(['title', 'state', 'needs', 'resolution']),
    )
  })

  it('holds nothing for an audience that the policy does not have', async () => {
    expect(await canariesIn(planted('software'), 'nobody')).toEqual([])
  })
})
