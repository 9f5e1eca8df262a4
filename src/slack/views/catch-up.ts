import type { KnownBlock } from '@slack/types'
import { catchUpOn } from '../../domain/catch-up.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { ROLE, ROLES } from '../../domain/roles.ts'
import { statusLabel } from '../../domain/status.ts'
import { context, type MessageView, section, words } from '../blocks.ts'
import { join, link, md, mention, when } from '../mrkdwn.ts'

const listsAtMost = 1000

/** What somebody has to know who comes late: for those who may read in the incident’s channel, and for them alone. */
export function catchUpView(incident: Incident, policy: Policy): MessageView {
  const { last, notes, ruledOut, decisions, suspected, questions, nextUpdateAt } = catchUpOn(incident, policy)
  const { id, title, priority, severity, status, roles } = incident
  const held = ROLES.flatMap(role => {
    const holder = roles[role]
    return holder ? [md`*${ROLE[role].label}* ${mention(holder)}`] : []
  })
  return {
    text: `${id} so far: ${title} (${priority}, ${statusLabel(status)})`,
    blocks: [
      section(
        join([
          md`*${id} so far*  ${title}\n${priority} · ${severity} · ${statusLabel(status)}`,
          ...(held.length > 0 ? held : [md`Nobody holds a role yet.`]),
        ]),
      ),
      ...(last
        ? [
            context(
              md`The last update, ${when(last.at)}:`,
              ...(last.unchangedAt ? [md`No change since, as of ${when(last.unchangedAt)}.`] : []),
            ),
            ...last.rendering.paragraphs.map(({ label, text, moments }) => words(label, text, moments)),
          ]
        : []),
      ...list('Decided', decisions),
      ...list('Suspected', suspected),
      ...list('Ruled out', ruledOut),
      ...list('Notes', notes),
      ...list('Open questions', questions),
      context(
        nextUpdateAt ? md`The next update is due ${when(nextUpdateAt)}.` : md`No update is promised.`,
        ...(policy.bookmarks.length > 0
          ? [
              join(
                policy.bookmarks.map(one => link(one.link, one.title)),
                ' · ',
              ),
            ]
          : []),
      ),
    ],
  }
}

function list(label: string, lines: readonly string[]): KnownBlock[] {
  return lines.length > 0 ? [words(label, shortest(lines.map(line => `• ${line}`).join('\n')))] : []
}

/** The end of a long list is what is new in it. */
function shortest(text: string): string {
  return text.length <= listsAtMost ? text : `…${text.slice(-listsAtMost)}`
}
