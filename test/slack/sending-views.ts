import { compose } from '../../src/domain/compose.ts'
import { disclose } from '../../src/domain/disclosure.ts'
import { type Incident, record } from '../../src/domain/incident.ts'
import { resolve } from '../../src/domain/lifecycle.ts'
import type { Policy } from '../../src/domain/policy.ts'
import { type Fact, isFact } from '../../src/domain/timeline.ts'
import { writeUpdate } from '../../src/domain/updates.ts'
import { abandon, outstandingWork } from '../../src/domain/work.ts'
import { copyModalView } from '../../src/slack/modals/copy.ts'
import { correctModalView } from '../../src/slack/modals/correct.ts'
import { trayView } from '../../src/slack/modals/tray.ts'
import { followingView } from '../../src/slack/views/following.ts'
import { undeliveredView } from '../../src/slack/views/undelivered.ts'
import { at, by, channels } from '../helpers/incidents.ts'
import type { View, Words } from './views-of.ts'

const bot = { by: 'sitrep', via: 'bot', at: at(11) } as const

function lastUpdate({ timeline }: Incident): Fact<'update-written'> {
  const update = timeline.findLast(isFact('update-written'))
  if (!update) throw new Error('no update was written')
  return update
}

/** What whoever sends an update sees of it afterwards: where it got to, and the ways to put it right. */
export function sendingViews(words: Words, { incident, policy }: { incident: Incident; policy: Policy }) {
  const { fields, note, refusal, resolution } = words
  const told = writeUpdate(incident, { fields, nextInMinutes: 60, policy }, by('U0BEN', 10))
  const update = lastUpdate(told)
  const posted = record(told, bot, {
    ...{ type: 'update-posted', update: update.seq, ts: '1.1' },
    ...{ audience: 'leadership', channel: channels.leadership },
  })
  const failed = outstandingWork(posted, policy, at(11))
    .filter(work => work.kind === 'post-update' && work.audience === 'support')
    .reduce((before, work) => abandon(before, { work, reason: refusal }, bot), posted)
  const missing = outstandingWork(posted, policy, at(11))
    .filter(work => work.kind === 'post-update')
    .filter(({ audience }) => audience !== 'leadership')
  const closing = { resolution, happened: note, promises: [note] }
  const over = resolve(told, { ...closing, policy }, by('U0BEN', 60))
  const place = { audience: 'leadership', channel: channels.leadership }
  const rendering = compose('leadership', update, { incident: told, policy })
  return {
    'delivery-begun': followingView(told, update, policy),
    'delivery-failed': followingView(failed, update, policy),
    'delivery-of-the-end': followingView(over, lastUpdate(over), policy),
    'delivery-slow': undeliveredView(disclose(posted, 'insider', policy), {
      number: 1,
      writtenAt: update.at,
      missing,
      policy,
    }),
    'modal-correct': correctModalView({ incident: told, update }, policy),
    'modal-correct-draft': correctModalView(
      {
        incident: told,
        update,
        draft: { fields: { ...fields, impact: note }, savedAt: at(12), corrects: { update: update.seq, known: 0 } },
      },
      policy,
    ),
    'modal-correct-the-end': correctModalView({ incident: over, update: lastUpdate(over) }, policy),
    'modal-copy': copyModalView(told, place, { rendering, policy }),
    'tray-correction': trayView(told, policy, { correction: { savedAt: at(12) } }),
  } satisfies Record<string, View>
}
