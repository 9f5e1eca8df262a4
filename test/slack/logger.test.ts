import { expect, it } from 'vitest'
import { boltLogger } from '../../src/slack/logger.ts'
import { keepingLog } from './keeping-log.ts'

it('the SDK’s lines are kept without what they quote, and its debug lines are not kept', () => {
  const { log, lines } = keepingLog()
  const logger = boltLogger(log)
  logger.error('invalid text "CANARY" in blocks', new Error("refused 'CANARY'"))
  logger.debug('CANARY')
  expect(JSON.stringify(lines)).not.toContain('CANARY')
  expect(lines).toMatchObject([{ level: 'error', message: expect.stringMatching(/^invalid text .*refused/) }])
})
