import { utcMinute } from '../domain/utc.ts'

/** Every colour is named, for both kinds of screens: what a browser takes by itself differs from one to the next. */
const style = `:root{color-scheme:light dark;--ink:#1d2433;--soft:#4a5363;--line:#d9dee6;--edge:#667085;--paper:#fff;--link:#1f5fa8}
@media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#b4bdca;--line:#3a4250;--edge:#98a2b3;--paper:#14181f;--link:#8cbcf0}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:2rem 1.5rem;color:var(--ink);background:var(--paper);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
h1{font-size:1.6rem;margin:0 0 1rem}
ul{list-style:none;margin:0 0 1.5rem;padding:0}
li{padding:.8rem 0;border-top:1px solid var(--line)}
h1,h2,p{overflow-wrap:anywhere}
h2{margin:0;font-size:1.05rem}
p{margin:.2rem 0 .6rem}
li p{margin:.2rem 0;color:var(--soft)}
a{color:var(--link)}
a:focus-visible{outline:3px solid var(--link);outline-offset:3px;border-radius:2px}
.links a{display:inline-block;margin-right:1.2rem;padding:.15rem 0}
code{font-size:.85em}
.private{font-size:.85rem;font-weight:400;border:1px solid var(--edge);border-radius:4px;padding:0 .4em}`

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
