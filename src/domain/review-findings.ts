import type { ReviewInput } from './compose-review.ts'
import { FINDING_STATE_LABEL, type Finding, findings } from './findings.ts'
import type { Block } from './review.ts'
import { minute, told } from './review-text.ts'

/** What was supposed, ruled out, confirmed and decided, with who said so and why: also what came to nothing. */
export function findingsTable({ incident, names }: ReviewInput): Block[] {
  const all = findings(incident)
  if (all.length === 0) return [{ kind: 'paragraph', text: 'Nothing was put on the board while it lasted.' }]
  const verdict = ({ judged, why }: Finding) =>
    judged
      ? told`${names.user(judged.by)}, ${minute(judged.at)}${judged.why === undefined ? '' : `: ${judged.why}`}`
      : (why ?? '')
  return [
    {
      kind: 'table',
      columns: ['No.', 'What', 'State', 'Stated by', 'Why'],
      rows: all.map(finding => [
        String(finding.number),
        finding.judged && finding.why !== undefined ? `${finding.text}, because ${finding.why}` : finding.text,
        FINDING_STATE_LABEL[finding.state],
        told`${names.user(finding.stated.by)}, ${minute(finding.stated.at)}`,
        verdict(finding),
      ]),
    },
  ]
}
