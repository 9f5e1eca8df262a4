import type { FiguresOver } from '../../src/app/figures.ts'
import type { Policy } from '../../src/domain/policy.ts'
import { metricsModalView } from '../../src/slack/modals/metrics.ts'
import { figuresBlocks } from '../../src/slack/views/figures.ts'

const spread = { count: 8, median: 4, p90: 12, worst: 200 }
const figures: FiguresOver = {
  incidents: 8,
  intervals: [
    { label: 'Time to acknowledge', from: 'Declared', to: 'Acknowledged', spread },
    { label: 'Time to close', from: 'Resolved', to: 'Closed', spread: undefined },
  ],
  attainments: [
    { label: 'Acknowledge', of: 8, met: 7 },
    { label: 'Resolve', of: 0, met: 0 },
  ],
  onTime: [
    { label: 'Leadership', of: 36, met: 30 },
    { label: 'Legal', of: 0, met: 0 },
  ],
  silences: [{ label: 'Leadership', spread, worstIn: 'INC-12' }],
  questions: { asked: 9, answered: spread },
  helpful: [
    { label: 'Leadership', of: 14, met: 12 },
    { label: 'Support', of: 0, met: 0 },
  ],
  days: 30,
  service: 'checkout',
  leftOut: 2,
  unseen: 1,
  isCutOff: true,
}
const empty: FiguresOver = {
  ...{ ...figures, incidents: 0, service: undefined, leftOut: 0, unseen: 0, isCutOff: false },
  questions: { asked: 0, answered: undefined },
}

/** The figures as a modal, full and empty. */
export function figuresViews(policy: Policy) {
  const view = (given: FiguresOver) => metricsModalView(figuresBlocks(given, policy))
  return { 'modal-metrics': view(figures), 'modal-metrics-empty': view(empty) }
}
