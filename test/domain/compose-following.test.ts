import { describe, expect, it } from 'vitest'
import { composeBeginning, composeGoesOn } from '../../src/domain/compose-following.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { opened, policy } from '../helpers/incidents.ts'

const canary = opened({ title: 'CANARY', summary: 'CANARY' })
const other = { ...opened({ title: 'CANARY too', category: 'security' }), id: 'INC-43', number: 43 }

describe('what followers are told besides updates', () => {
  it('is what it is, how bad, and as what it goes on', () => {
    expect(composeBeginning(canary, policy)).toEqual({
      text: 'INC-42 CANARY (P1): We are looking into it',
      namesChannel: true,
    })
    expect(composeGoesOn(canary, { into: other, isOver: false, policy }).text).toBe(
      'INC-42 goes on as INC-43 CANARY too',
    )
  })

  it('is nothing that they may not see, nor a channel whose name tells it', () => {
    const blind = parsePolicy({ audiences: { followers: { fields: ['impact'], categoryFields: null } } }, policy)
    for (const said of [
      composeBeginning(canary, blind),
      composeGoesOn(canary, { into: other, isOver: false, policy: blind }),
      composeGoesOn(canary, { into: other, isOver: true, policy: blind }),
    ]) {
      expect(said.text).not.toContain('CANARY')
      expect(said.namesChannel).toBe(false)
    }
    expect(composeBeginning(canary, blind).text).toBe('INC-42 (P1): We are looking into it')
  })

  it('is by the fields of each incident’s own category', () => {
    const careful = parsePolicy({ audiences: { followers: { categoryFields: { security: ['impact'] } } } }, policy)
    expect(composeGoesOn(canary, { into: other, isOver: true, policy: careful })).toEqual({
      text: 'INC-42 was handled as INC-43, and is over now: we are looking into it',
      namesChannel: false,
    })
  })

  it('is in words of their own where the policy has them, which may not name what they may not see', () => {
    const words = { began: '{{service}}{{^service}}Etwas{{/service}} ist gestört' }
    const german = parsePolicy({ audiences: { followers: { templates: words } } }, policy)
    expect(composeBeginning(canary, german).text).toBe('Etwas ist gestört')
    const telling = { fields: ['impact'], categoryFields: null, templates: { goesOn: '{{intoTitle}}' } }
    expect(() => parsePolicy({ audiences: { followers: telling } }, policy)).toThrow(/intoTitle/)
  })
})
