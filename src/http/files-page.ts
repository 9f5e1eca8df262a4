import type { FilesOfIncident, KeptFile } from '../app/kept-files.ts'
import { escapeXml } from '../domain/escape-xml.ts'
import { fileSize } from '../domain/file-size.ts'
import { ENDS, page, privateMark, time } from './page.ts'

type Sign = (path?: string) => string

/** The files that are kept of what was sent in an incident’s channel, to be saved. */
export function filesPage(incident: FilesOfIncident, sign: Sign): string {
  const { id, title, isPrivate, files } = incident
  const list = files.map(file => `<li>${entry(file, sign(`${id}/files/${file.id}`))}</li>`).join('\n')
  const recorded = isPrivate ? ' Opening a file of a private incident is put on its record.' : ''
  return page(
    `Files of ${id}`,
    [
      `<p><bdi>${escapeXml(title)}</bdi>${privateMark(incident)}</p>`,
      files.length > 0
        ? `<p>As they were sent in its channel, in that order. A file is saved, not shown: who sent it chose what is in it.</p>\n<ul>\n${list}\n</ul><p>${ENDS}${recorded}</p>`
        : '<p>No file that was sent in its channel is kept.</p>',
      back(sign),
    ].join('\n'),
  )
}

function entry({ name, bytes, sha256, sentAt, sentBy, permalink, isOnlyHere }: KeptFile, href: string): string {
  const by = sentBy ? ` by <bdi>${escapeXml(sentBy)}</bdi>` : ''
  return [
    `<h2><a href="${escapeXml(href)}"><bdi>${escapeXml(name)}</bdi></a></h2>`,
    `<p>${fileSize(bytes)}, sent ${time(sentAt)}${by}${isOnlyHere ? ', deleted in Slack since' : ''}</p>`,
    `<p>SHA-256 <code>${sha256}</code></p>`,
    permalink
      ? `<p class="links"><a href="${escapeXml(permalink)}" aria-label="In Slack: the message with ${escapeXml(name)}">In Slack</a></p>`
      : '',
  ].join('')
}

/** In place of a file that is not there any more. */
export function gonePage(why: string, sign: Sign): string {
  return page('This file is gone', `<p>${escapeXml(why)}</p>\n${back(sign)}`)
}

function back(sign: Sign): string {
  return `<p><a href="${escapeXml(sign())}">All reviews</a></p>`
}
