import { describe, expect, it } from 'vitest'
import { createLog, redact } from '../src/log.ts'

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

describe('of an error', () => {
  /** What is written when this is thrown. */
  function written(thrown: () => unknown): string {
    const lines: string[] = []
    const log = createLog('debug', line => void lines.push(line))
    try {
      thrown()
    } catch (err) {
      log.error({ err }, 'failed')
    }
    return lines.join('')
  }

  it.each<[string, () => unknown]>([
    ['a parser quotes', () => JSON.parse('CANARY-title')],
    [
      'a message quotes over several lines',
      () => {
        throw new Error('cast to string failed for value "CANARY\n said "CANARY" again" at path title')
      },
    ],
    [
      'another field holds',
      () => {
        throw Object.assign(new Error('refused'), { errInfo: { title: 'CANARY' }, data: { text: 'CANARY' } })
      },
    ],
    [
      'its cause holds',
      () => {
        throw new Error('refused', { cause: Object.assign(new Error("saw 'CANARY'"), { body: 'CANARY' }) })
      },
    ],
    [
      'is thrown and is no error',
      () => {
        throw 'CANARY'
      },
    ],
  ])('nothing is written that %s', (_, thrown) => {
    expect(written(thrown)).toContain('failed')
    expect(written(thrown)).not.toContain('CANARY')
  })

  it('is written what kind it is, its code and where it was thrown', () => {
    const line = JSON.parse(
      written(() => {
        throw Object.assign(new TypeError('x is not a function'), { code: 'ENOENT' })
      }),
    )
    expect(line.err).toMatchObject({ type: 'TypeError', code: 'ENOENT', message: 'x is not a function' })
    expect(line.err.stack[0]).toMatch(/log\.test\.ts/)
  })
})
