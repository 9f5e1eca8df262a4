import { describe, expect, test } from 'vitest'
import { failureWords } from '../../src/domain/failure-words.ts'

describe('why Slack did not take something', () => {
  test.each([
    ['is_archived', 'the channel is archived: unarchive it, or name another in the policy'],
    ['not_in_channel', 'Sitrep is not in the channel: invite it there'],
    ['user_disabled', 'this account is deactivated or unknown: tell somebody else'],
  ])('%s is told in words, with what to do', (code, said) => {
    expect(failureWords(code)).toBe(said)
  })

  test('a code that is not known is given as it is', () => {
    expect(failureWords('some_new_code')).toBe('Slack refused it: some_new_code')
    expect(failureWords('constructor_name')).toBe('Slack refused it: constructor_name')
  })

  test('words stay as they are', () => {
    expect(failureWords('internal error')).toBe('internal error')
  })
})
