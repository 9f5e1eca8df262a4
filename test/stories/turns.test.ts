import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Story, tellStory } from '../helpers/story.ts'

let folder: string
let story: Story
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitrep-turns-'))
  const file = join(folder, 'policy.yml')
  await writeFile(file, JSON.stringify({ perHour: { declarations: 3, questions: 3 } }))
  story = await tellStory({ POLICY_FILE: file })
})
afterAll(async () => {
  await story.end()
  await rm(folder, { recursive: true, force: true })
})

async function declare(who: string) {
  await story.command(who, 'general', '')
  const answer = await story.submit(who, { title: 'Down', severity: 'SEV3', urgency: 'low' })
  await story.settle()
  return answer
}

it('somebody who declares one incident after another is told when the next is possible, and acts on all', async () => {
  for (let nth = 1; nth <= 3; nth++) expect((await declare('ana')).ok).toBe(true)
  const refused = await declare('ana')
  expect(Object.values(refused.errors ?? {}).join()).toContain(
    'You declared 3 incidents within an hour, and the next one is possible at 2026-03-02 11:00 UTC',
  )
  expect((await story.command('ana', 'general', 'INC-3 ack')).response?.text).toContain('You acknowledged INC-3.')
  expect((await declare('ben')).ok).toBe(true)
  expect((await story.running.app.incidents.listOpen()).map(({ id }) => id)).toEqual([
    'INC-4',
    'INC-3',
    'INC-2',
    'INC-1',
  ])
})
