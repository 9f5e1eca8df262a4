import type { Canvas } from './entities.ts'

/** A canvas as its private download returns it: HTML whose blocks carry the ids of their sections. */
export function canvasHtml({ title, sections }: Canvas): string {
  const body = sections.map(({ id, markdown }) => blockHtml(id, markdown)).join('\n')
  return `<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>${escaped(title)}</title></head><body>\n${body}\n</body></html>\n`
}

function blockHtml(id: string, markdown: string): string {
  const title = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/.exec(markdown)
  if (title) {
    const level = Math.min(title[1]?.length ?? 1, 3)
    return `<h${level} id="${id}">${inline(title[2] ?? '')}</h${level}>`
  }
  const lines = markdown.split('\n')
  if (/^ {0,3}(```|~~~)/.test(markdown)) {
    const code = lines.slice(1, /^ {0,3}(```|~~~)/.test(lines.at(-1) ?? '') ? -1 : undefined)
    return `<pre id="${id}">${escaped(code.join('\n'))}</pre>`
  }
  if (/^ {0,3}>/.test(markdown)) {
    return `<blockquote id="${id}">${lines.map(line => inline(line.replace(/^ {0,3}> ?/, ''))).join('<br>')}</blockquote>`
  }
  const item = /^\s*([-*+]|\d{1,9}[.)])\s+/
  if (item.test(markdown)) {
    const tag = /^\s*\d/.test(markdown) ? 'ol' : 'ul'
    return `<${tag} id="${id}">${lines.map(line => `<li>${inline(line.replace(item, ''))}</li>`).join('')}</${tag}>`
  }
  return `<p id="${id}">${lines.map(inline).join('<br>')}</p>`
}

function inline(text: string): string {
  return escaped(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<b>$1</b>')
    .replace(/(^|\W)[*_]([^*_]+)[*_](?=\W|$)/g, '$1<i>$2</i>')
    .replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, '<a href="$2">$1</a>')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
