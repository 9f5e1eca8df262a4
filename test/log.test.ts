import { expect, it } from 'vitest'
import { redact } from '../src/log.ts'

it.each([
  ['xoxb-1234-abcd', 'the token xoxb-1234-abcd was refused'],
  ['xapp-1-A02-99', '{"token":"xapp-1-A02-99"}'],
  ['ana:s3cret', 'connect mongodb://ana:s3cret@db.example/sitrep failed'],
  ['aB3_-x', 'GET /incidents/INC-1/review.md?expires=1&signature=aB3_-x'],
])('I17: strikes %s out of a log line', (secret, line) => {
  expect(line).toContain(secret)
  expect(redact(line)).not.toContain(secret)
  expect(redact(line)).toContain('[secret]')
})

it('leaves everything else in a log line as it is', () => {
  const line = '{"level":"info","incident":"INC-42","code":"not_in_channel","url":"https://example.org/a?b=c"}'
  expect(redact(line)).toBe(line)
})
