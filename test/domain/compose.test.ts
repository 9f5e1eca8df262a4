import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AUDIENCE_FIELDS } from '../../src/domain/audience-policy.ts'
import { compose, digestHeading } from '../../src/domain/compose.ts'
import { addMinutes } from '../../src/domain/duration.ts'
import { type Incident, record } from '../../src/domain/incident.ts'
import { cancel, merge, resolve } from '../../src/domain/lifecycle.ts'
import { reportNoChange } from '../../src/domain/no-change.ts'
import { type Policy, parsePolicy } from '../../src/domain/policy.ts'
import { STATUSES, type Status } from '../../src/domain/status.ts'
import { type Fact, isFact, type UpdateFields } from '../../src/domain/timeline.ts'
import { writeFinalUpdate, writeHoldingUpdate, writeUpdate } from '../../src/domain/updates.ts'
import { at, by, opened, policy, told as reported } from '../helpers/incidents.ts'

const fields: UpdateFields = {
  state: 'Rolling back.',
  impact: 'One in three payments fails.',
  actions: 'Rolling back 812.',
  workaround: 'Pay by invoice.',
  needs: 'A decision on refunds.',
}

function withBoard(board: Record<string, unknown>): Policy {
  return parsePolicy(
    { audiences: { board: { label: 'Board', channels: ['C0BOARD'], fields: ['title', 'impact'], ...board } } },
    policy,
  )
}
const board = (given: Record<string, unknown>, written: (incident: Incident, under: Policy) => Incident) => {
  const under = withBoard(given)
  const incident = written(opened({ service: 'checkout' }, under), under)
  const update = incident.timeline.findLast(isFact('update-written'))
  if (!update) throw new Error('no update was written')
  return compose('board', update, { incident, policy: under })
}
const report = (incident: Incident, under: Policy) =>
  writeUpdate(incident, { fields, nextInMinutes: 90, policy: under }, by('U0ANA', 10))

describe('the wording of an audience', () => {
  it('is a heading and a paragraph for each field that was filled in, unless it says otherwise', () => {
    expect(board({ cadence: { P1: 30 } }, report)).toEqual({
      heading: 'INC-42 Checkout is down: we are looking into it (P1)',
      paragraphs: [{ label: 'Impact', text: 'One in three payments fails.' }],
      next: { label: 'Next update', at: at(100) },
    })
  })

  it('is its templates, with what people typed put in as it is', () => {
    const templates = {
      heading: '{{service}}: {{title}}',
      body: [
        { label: 'Now', text: '{{impact}} Now {{statusInText}}, {{since}} in.' },
        { label: 'Never there', text: '{{#needs}}never{{/needs}}' },
      ],
    }
    const rendering = board({ templates, fields: ['title', 'impact', 'needs'] }, (incident, under) =>
      writeUpdate(
        { ...incident, title: '{{impact}} & <b>' },
        { fields: { state: 'x', impact: 'A & B {{title}}' }, nextInMinutes: 30, policy: under },
        by('U0ANA', 10),
      ),
    )
    expect(rendering.heading).toBe('Checkout and payments: {{impact}} & <b>')
    expect(rendering.paragraphs).toEqual([
      { label: 'Now', text: 'A & B {{title}} Now we are looking into it, 10 min in.' },
    ])
  })

  it('of what Sitrep says by itself is templates too', () => {
    const given = {
      fields: ['title', 'state', 'actions', 'resolution', 'prevention'],
      fieldLabels: { state: 'Stand' },
      statusLabels: { triage: 'Aufnahme', resolved: 'Behoben' },
      templates: {
        noChange: 'Nichts Neues seit {{since}}.',
        holding: 'Noch offen ({{status}}).',
        automatic: 'Automatisch.',
        next: 'Nächste Nachricht',
        closing: {
          resolved: 'Behoben: {{resolution}}{{#apology}} {{apology}}{{/apology}}',
          merged: 'Siehe {{mergedInto}}.',
        },
      },
      closing: { notice: true, apology: 'Entschuldigung.' },
      cadence: { P1: 30 },
    }
    const under = (policy: Policy) => ({ policy })
    expect(
      board(given, (incident, p) =>
        reportNoChange(reported(incident, under(p), by('U0ANA')), under(p), by('U0ANA', 20)),
      ).paragraphs,
    ).toEqual([{ label: 'Stand', text: 'Nichts Neues seit 20 min.' }])
    const held = board(given, (incident, p) =>
      writeHoldingUpdate(incident, { slot: at(15), policy: p }, { by: 'sitrep', via: 'clock', at: at(15) }),
    )
    expect(held).toMatchObject({
      paragraphs: [{ label: 'Stand', text: 'Noch offen (Aufnahme).' }],
      footnote: 'Automatisch.',
      next: { label: 'Nächste Nachricht', at: at(45) },
    })
    expect(
      board(given, (incident, p) => resolve(incident, { resolution: 'Zurückgerollt.', policy: p }, by('U0ANA', 20))),
    ).toEqual({
      heading: 'INC-42 Checkout is down: behoben (P1)',
      paragraphs: [{ label: 'Stand', text: 'Behoben: Zurückgerollt. Entschuldigung.' }],
    })
    const told = (incident: Incident, p: Policy) => report(incident, p)
    expect(
      board(given, (incident, p) => merge(told(incident, p), { into: 'INC-7', policy: p }, by('U0ANA', 20))).paragraphs,
    ).toEqual([{ label: 'Stand', text: 'Siehe INC-7.' }])
    expect(
      board(given, (incident, p) => cancel(told(incident, p), { reason: 'Fehlalarm', policy: p }, by('U0ANA', 20)))
        .paragraphs[0]?.text,
    ).toBe('This turned out not to be an incident. No further updates will follow.')
  })

  it('tells what is done so that it does not happen again, to whom may see it', () => {
    const final = (incident: Incident, p: Policy) =>
      writeFinalUpdate(
        { ...incident, status: 'resolved' },
        { text: 'Fixed.', fields: { prevention: 'Releases go out in steps.' }, policy: p },
        by('U0ANA', 20),
      )
    expect(board({ fields: ['resolution', 'prevention'] }, final).paragraphs).toEqual([
      { label: 'Where things stand', text: 'Fixed.' },
      { label: 'So that it does not happen again', text: 'Releases go out in steps.' },
    ])
    expect(board({ fields: ['impact'] }, final).paragraphs).toEqual([
      { label: 'Where things stand', text: 'This is resolved.' },
    ])
  })

  it('keeps what surrounds a title that is read from right to left where it is, and plain text plain', () => {
    const heading = (title: string) =>
      board({ templates: { body: [{ label: '{{title}} (1)', text: '{{impact}}' }] } }, (incident, p) =>
        report({ ...incident, title }, p),
      )
    expect(heading('התשלום נכשל')).toMatchObject({
      heading: 'INC-42 \u2068התשלום נכשל\u2069: we are looking into it (P1)',
      paragraphs: [{ label: '\u2068התשלום נכשל\u2069 (1)' }],
    })
    expect(heading('Zahlung schlägt fehl 👩‍💻').heading).toBe(
      'INC-42 Zahlung schlägt fehl 👩‍💻: we are looking into it (P1)',
    )
  })

  it('marks a correction with its time, and heads a digest with its number', () => {
    const under = withBoard({ timeZone: 'Europe/Berlin' })
    const incident = report(opened({}, under), under)
    const update = incident.timeline.findLast(isFact('update-written')) as Fact<'update-written'>
    expect(compose('board', update, { incident, policy: under, correctedAt: at(22) }).correction).toMatch(
      /^Corrected Monday,? 2 March at 11:22 CET$/,
    )
    expect(digestHeading(['board'], 3, under)).toBe('Updates on 3 incidents')
  })

  it('heads a digest in the words of its audiences, and in nobody’s where they differ', () => {
    const under = withBoard({ templates: { digestHeading: '{{count}} Störungen' } })
    expect(digestHeading(['board', 'board'], 2, under)).toBe('2 Störungen')
    for (const differing of [
      ['board', 'support'],
      ['support', 'board'],
      ['customers', 'board'],
    ])
      expect(digestHeading(differing, 2, under)).toBe('Updates on 2 incidents')
  })

  it('tells times and durations in its language and time zone beside the reader’s own', () => {
    const { next, paragraphs } = board(
      {
        language: 'de',
        timeZone: 'Europe/Berlin',
        cadence: { P1: 30 },
        templates: { body: [{ label: 'Plan', text: 'Nächste Nachricht in {{nextIn}}: {{nextAt}}' }] },
      },
      report,
    )
    expect(next).toEqual({ label: 'Next update', at: at(100), inWords: 'Montag, 2. März um 12:40 MEZ' })
    expect(paragraphs[0]?.text).toBe('Nächste Nachricht in 1 Stunde und 30 Minuten: Montag, 2. März um 12:40 MEZ')
  })
})

describe('an audience that the policy does not have any more', () => {
  it('reads nothing that anybody typed', () => {
    const under = withBoard({})
    const incident = report(opened({ title: 'CANARY' }, under), under)
    const update = incident.timeline.findLast(isFact('update-written')) as Fact<'update-written'>
    for (const name of ['board', 'constructor', '__proto__']) {
      const text = JSON.stringify(compose(name, update, { incident, policy }))
      expect(text).not.toContain('CANARY')
      expect(text).not.toContain(fields.impact)
    }
  })
})

describe('composing', () => {
  const anyFields = fc.uniqueArray(fc.constantFrom(...AUDIENCE_FIELDS), { minLength: 1 })
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('{{title}}', '{{{state}}}', '{{#x}}', '{{=<% %>=}}'),
  )
  const everything = Object.fromEntries(AUDIENCE_FIELDS.map(field => [field, `CANARY-${field}`]))

  it('lets no template say what is not in the audience’s fields', () => {
    const template = AUDIENCE_FIELDS.map(field => `{{${field}}}{{#${field}}}!{{/${field}}}`).join(' ')
    fc.assert(
      fc.property(anyFields, fc.constantFrom('report', 'final' as const), (allowed, kind) => {
        // Such a template is refused when the policy is read; here it stands for a slip in that check.
        const under = withBoard({ fields: allowed })
        const own = under.audiences.board
        if (!own) throw new Error('there is no board')
        const sly: Policy = {
          ...under,
          audiences: {
            ...under.audiences,
            board: { ...own, templates: { heading: template, closing: { resolved: template } } },
          },
        }
        const incident = {
          ...opened({ title: 'CANARY-title', summary: 'CANARY-summary' }, sly),
          status: 'resolved' as const,
        }
        const fact = written(incident, sly)
        const end = kind === 'final' ? { ...fact.fields, state: 'CANARY-end' } : fact.fields
        const update = { ...fact, fields: end, kind: kind as 'report', status: 'resolved' as const }
        const text = JSON.stringify(compose('board', update, { incident, policy: sly }))
        const said = AUDIENCE_FIELDS.filter(field => text.includes(`CANARY-${field}`))
        expect(said.filter(field => !allowed.includes(field))).toEqual([])
        // What the closing update says is the resolution.
        expect(text.includes('CANARY-end')).toBe(kind === 'final' && allowed.includes('resolution'))
      }),
    )
  })

  const written = (incident: Incident, under: Policy): Fact<'update-written'> => {
    const { title: _, summary: __, resolution: ___, ...texts } = everything
    const after = writeUpdate(
      { ...incident, status: 'triage' },
      { fields: { state: 'x', ...texts }, nextInMinutes: 30, policy: under },
      by('U0ANA', 1),
    )
    const fact = after.timeline.findLast(isFact('update-written'))
    if (!fact) throw new Error('no update was written')
    return fact
  }

  it('never throws, whatever was typed and whenever it happened', () => {
    fc.assert(
      fc.property(
        fc.record({ state: anyText, impact: anyText, actions: anyText, workaround: anyText, needs: anyText }),
        anyText,
        fc.constantFrom('report', 'no-change', 'holding', 'final'),
        fc.integer({ min: -10_000, max: 10_000_000 }),
        (texts, title, kind, minutes) => {
          const under = withBoard({ language: 'ar', timeZone: 'Asia/Kathmandu', fields: [...AUDIENCE_FIELDS] })
          const incident = opened({ title }, under)
          const update = {
            ...written(incident, under),
            fields: texts,
            kind: kind as 'report',
            at: addMinutes(at(0), minutes),
          }
          const { heading, paragraphs } = compose('board', update, {
            incident,
            policy: under,
            correctedAt: at(minutes),
          })
          expect(heading).not.toBe('')
          expect(paragraphs.length).toBeGreaterThan(0)
        },
      ),
    )
  })
})

describe('the words of every audience but responders, as they come', () => {
  const kinds = ['report', 'no-change', 'holding', 'postponed', 'final', 'promise-kept', 'review-published'] as const
  const read = (audience: string, status: Status, kind: (typeof kinds)[number]) => {
    const audiences = [audience]
    const said = { status, priority: 'P1', kind, fields: { state: '' }, audiences, channels: {} } as const
    const incident = record(opened({ service: 'checkout' }), by('U0ANA', 45), {
      type: 'update-written',
      ...said,
      ...(kind === 'final' ? {} : { nextInMinutes: 30, insteadOf: { [audience]: at(60) } }),
    })
    return compose(audience, incident.timeline.findLast(isFact('update-written')) as Fact<'update-written'>, {
      incident,
      policy,
    })
  }
  const everybodyElse = Object.keys(policy.audiences).filter(audience => audience !== 'responders')

  it.each(everybodyElse)(
    '%s reads plain words of each status on each occasion, and never what was missed',
    audience => {
      for (const status of STATUSES)
        for (const kind of kinds) {
          const { heading, paragraphs, footnote } = read(audience, status, kind)
          const all = [
            heading,
            ...(footnote ? [footnote] : []),
            ...paragraphs.flatMap(({ label, text }) => [label, text]),
          ].join('\n')
          expect(all).not.toMatch(/triage|fixing|monitoring|declared|\bstatus\b|sitrep|nobody|SEV\d|undefined/i)
        }
    },
  )

  it('say of an automatic update that it is one, that work goes on, and when the next comes', () => {
    for (const audience of everybodyElse) {
      const held = read(audience, 'triage', 'holding')
      expect(held.paragraphs.map(({ text }) => text)).toEqual([
        'We are still working on it and have no news to share yet, 45 min in.',
      ])
      expect(held).toMatchObject({ footnote: 'This message was sent automatically.', next: { at: at(75) } })
    }
    expect(read('customers', 'triage', 'holding').heading).toBe(
      'Checkout and payments: we are looking into a disruption',
    )
    expect(read('customers', 'monitoring', 'holding').heading).toBe(
      'Checkout and payments: a fix is in place and we are watching it',
    )
  })

  it('keep an abbreviation with which a status begins as it is, and small letters for the rest', () => {
    const heading = '{{statusInText}}'
    expect(board({ templates: { heading }, statusLabels: { triage: 'VPN is looked at' } }, report).heading).toBe(
      'VPN is looked at',
    )
    expect(board({ templates: { heading }, statusLabels: { triage: 'Wir suchen Hilfe' } }, report).heading).toBe(
      'wir suchen Hilfe',
    )
  })
})
