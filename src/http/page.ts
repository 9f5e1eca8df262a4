import { utcMinute } from '../domain/utc.ts'

const style = `:root{color-scheme:light dark;--line:#8b96a6}
body{margin:0 auto;max-width:60rem;padding:2rem 1.5rem;font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
h1{font-size:1.6rem}
ul{list-style:none;padding:0}
li{padding:.8rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
h2{margin:0;font-size:1.05rem}
p{margin:.2rem 0}
a{margin-right:1rem}
.private{font-size:.85rem;border:1px solid var(--line);border-radius:4px;padding:0 .4em}`

export const ENDS =
  'These links are yours alone and end half an hour after you asked for them. “/incident review list” in Slack gives new ones.'

export function time(at: Date): string {
  return `<time datetime="${at.toISOString()}">${utcMinute(at)}</time>`
}

/** For a link that is wrong or over, and for what is not there or not for this person. */
export function nothingPage(): string {
  return page('Nothing to read here', `<p>The link may be over. ${ENDS}</p>`)
}

export function privateMark({ isPrivate }: { readonly isPrivate: boolean }): string {
  return isPrivate ? ' <span class="private">private</span>' : ''
}

export function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title><style>${style}</style></head>
<body><main><h1>${title}</h1>
${content}
</main></body></html>
`
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, sign => SIGNS[sign] ?? sign)
}
