import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ConfigError, parseConfig, sandboxPolicy } from '../src/config.ts'
import { parsePolicy } from '../src/domain/policy.ts'
import { readPolicyFile } from '../src/policy-file.ts'

const dir = mkdtempSync(join(tmpdir(), 'sitrep-policy-'))
afterAll(() => rmSync(dir, { recursive: true }))
const file = join(dir, 'policy.yml')

function problemsOf(text: string): readonly string[] {
  writeFileSync(file, text)
  const read = readPolicyFile(file)
  return 'problems' in read ? read.problems.map(problem => problem.replace(file, 'policy.yml')) : []
}

describe('a policy file', () => {
  it('is read as the default policy with what it changes', () => {
    writeFileSync(file, 'audiences:\n  legal: null\nnudgeMinutesBefore: 7\n')
    const read = readPolicyFile(file)
    expect('policy' in read && read.policy.nudgeMinutesBefore).toBe(7)
    expect('policy' in read && Object.keys(read.policy.audiences)).not.toContain('legal')
  })

  it('may be empty', () => {
    expect(problemsOf('')).toEqual([])
  })

  it('is refused with every problem at once, each with its line and column', () => {
    const text = `audiences:
  board:
    label: Board
    chanels: [C0BOARD00]
    fields: [impact]
    incidents:
      services: [chekout]
      categories:
        - sofware
    templates:
      heading: "{{sumary}}"
      body:
        - { label: Now, text: "{{actions}}" }
    cadence: { P1: 30 }
nudgeMinutesBefore: 0
`
    expect(problemsOf(text)).toEqual([
      'policy.yml:4:5: audiences.board.chanels: there is no such setting',
      'policy.yml:15:1: nudgeMinutesBefore: Too small: expected number to be >=1',
      'policy.yml:7:18: audiences.board.incidents.services.0: there is no service chekout; did you mean checkout?',
      'policy.yml:9:11: audiences.board.incidents.categories.0: there is no category sofware; did you mean software?',
      'policy.yml:11:7: audiences.board.templates.heading: there is no variable {{sumary}}; did you mean {{summary}}?',
      'policy.yml:13:25: audiences.board.templates.body.0.text: {{actions}} says what this audience may not see; add actions to its fields, or leave it out',
      'policy.yml:14:5: audiences.board.cadence: promises updates to nobody; give the audience channels, people or user groups',
    ])
  })

  it('is told what is missing at the place where it is missing', () => {
    expect(problemsOf('audiences:\n  board:\n    fields: [impact]\n')).toEqual([
      'policy.yml:2:3: audiences.board.label: is missing',
    ])
  })

  it('that is no YAML, no map or not there is refused in words', () => {
    expect(problemsOf('audiences: [')[0]).toMatch(/^policy\.yml:\d+:\d+: is not valid YAML/)
    expect(problemsOf('just words')).toEqual([expect.stringMatching(/^policy\.yml:1:1: the file: /)])
    const missing = readPolicyFile(join(dir, 'none.yml'))
    expect('problems' in missing && missing.problems[0]).toMatch(/none\.yml cannot be read: ENOENT/)
  })

  it('whose aliases multiply without end is refused', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
    for (const [name, of] of ['ba', 'cb', 'dc', 'ed', 'fe']) {
      bomb.push(`${name}: &${name} [${`*${of}, `.repeat(9)}*${of}]`)
    }
    expect(problemsOf(bomb.join('\n'))).toEqual([expect.stringContaining('alias')])
  })

  it('stops the start under the name of its setting', () => {
    writeFileSync(file, 'nudgeMinutesBefore: 0\n')
    expect(() => parseConfig({ POLICY_FILE: file })).toThrow(`POLICY_FILE ${file}:1:1: nudgeMinutesBefore: Too small`)
  })

  it('that does not go with the sandbox’s channels is refused as settings are', () => {
    const sandbox = parsePolicy({ audiences: { leadership: { channels: ['C0LEADERS4'] } } })
    const overrides = { audiences: { board: { label: 'Board', fields: ['impact'], channels: ['C0LEADERS4'] } } }
    expect(() => sandboxPolicy({ ...parseConfig({}), policyOverrides: overrides }, sandbox)).toThrow(
      new ConfigError(
        'POLICY_FILE in the sandbox workspace: audiences.board.channels.0: C0LEADERS4 is a channel of leadership too, which sees other fields; use two channels, or the same fields',
      ),
    )
  })
})
