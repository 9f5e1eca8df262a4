import { expect, test } from 'vitest'
import { heardWithoutNames, type Pseudonyms } from '../../src/domain/pseudonyms.ts'

const people: Pseudonyms = new Map([['U0BEN', { name: 'Person 1', isSilenced: false, names: ['Ben'] }]])

test('a file that is renamed after somebody who has a pseudonym is kept under it', () => {
  const renamed = { kind: 'file-changed', ts: '1772445600.000100', file: { id: 'F1', name: 'ben-laptop.png' } } as const
  expect(heardWithoutNames(renamed, people)).toEqual({ ...renamed, file: { id: 'F1', name: 'Person 1-laptop.png' } })
})
