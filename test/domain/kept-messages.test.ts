import { expect, it } from 'vitest'
import { dropMessage, keepMessage, keptMessages } from '../../src/domain/kept-messages.ts'
import { by, opened } from '../helpers/incidents.ts'

const message = '1772362931.000200'

it('keeps a message once, drops it, and keeps it again', () => {
  const kept = keepMessage(opened(), { message }, by('U0ANA', 1))
  expect([...keptMessages(kept)]).toEqual([message])
  expect(keepMessage(kept, { message }, by('U0BEN', 2))).toBe(kept)
  const dropped = dropMessage(kept, { message }, by('U0BEN', 3))
  expect([...keptMessages(dropped)]).toEqual([])
  expect(dropMessage(dropped, { message }, by('U0BEN', 4))).toBe(dropped)
  expect([...keptMessages(keepMessage(dropped, { message }, by('U0BEN', 5)))]).toEqual([message])
})
