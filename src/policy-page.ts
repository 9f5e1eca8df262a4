import { audienceIds, audienceOf } from './domain/audiences.ts'
import type { Rendering } from './domain/compose.ts'
import { escapeXml } from './domain/escape-xml.ts'
import type { Policy } from './domain/policy.ts'
import { utcMinute } from './domain/utc.ts'
import { describeAudience, type Sample, samplesFor } from './policy-samples.ts'

const style = `
:root { color-scheme: light dark; --ink: #1d1c1d; --quiet: #54525a; --paper: #fff; --edge: #c9c8cc; --card: #f8f8f8; --link: #0b5c94 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eceaf0; --quiet: #b9b6c0; --paper: #1a1d21; --edge: #565860; --card: #22252a; --link: #7cc0f0 }
}
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto; max-width: 72rem; padding: 1.5rem }
a { color: var(--link) }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; list-style: none }
.samples { display: grid; gap: 1rem; align-items: start; margin-top: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)) }
article { border: 1px solid var(--edge); border-radius: .5rem; background: var(--card); padding: 1rem; overflow-wrap: anywhere }
h3 { font-size: .9rem; color: var(--quiet); margin: 0 0 .5rem }
.heading { font-weight: 700; font-size: 1.1rem; margin: 0 0 .5rem }
dl { margin: 0 } dt { font-weight: 700 } dd { margin: 0 0 .5rem; white-space: pre-line }
.quiet { color: var(--quiet); font-size: .9rem; margin: .5rem 0 0 }
.hidden { border-top: 1px dashed var(--edge); padding-top: .5rem }
`

/** One self-contained page with what every audience would read. */
export function policyPage(policy: Policy, audiences: readonly string[] = audienceIds(policy)): string {
  const links = audiences.map(one => `<li><a href="#${one}">${escapeXml(audienceOf(one, policy).label)}</a></li>`)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What every audience reads</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>What every audience reads</h1>
<p>Samples, worded by the policy. Nothing of this was sent.</p>
<nav aria-label="Audiences"><ul>${links.join('')}</ul></nav>
</header>
<main>
${audiences.map(one => audienceSection(one, policy)).join('\n')}
</main>
</body>
</html>
`
}

function audienceSection(audience: string, policy: Policy): string {
  const { label, tone, language = 'en' } = audienceOf(audience, policy)
  const { hears, reads } = describeAudience(audience, policy)
  return `<section aria-labelledby="${audience}">
<h2 id="${audience}">${escapeXml(label)}</h2>
<p class="quiet">Hears of: ${escapeXml(hears)}. Reads in: ${escapeXml(reads)}.${tone ? ` Whoever writes is told: ${escapeXml(tone)}` : ''}</p>
<div class="samples">
${samplesFor(audience, policy)
  .map(sample => sampleCard(sample, language))
  .join('\n')}
</div>
</section>`
}

function sampleCard({ name, rendering, parts: many = [], hidden, note }: Sample, language: string): string {
  const said = (one: Rendering) => `<div lang="${escapeXml(language)}">${renderingHtml(one)}</div>`
  const parts = [
    ...(rendering ? [said(rendering)] : []),
    ...(note ? [`<p class="quiet">${escapeXml(note)}</p>`] : []),
    ...many.map(said),
    ...(hidden.length > 0 ? [`<p class="quiet hidden">Hidden: <s>${hidden.join('</s>, <s>')}</s></p>`] : []),
  ]
  return `<article><h3>${escapeXml(name)}</h3>${parts.join('')}</article>`
}

function renderingHtml({ heading, paragraphs, next, consult, footnote, correction }: Rendering): string {
  const time = next && `${next.label}: ${next.inWords ?? utcMinute(next.at)}`
  return [
    `<p class="heading">${escapeXml(heading)}</p>`,
    `<dl>${paragraphs.map(({ label, text }) => `${label ? `<dt>${escapeXml(label)}</dt>` : ''}<dd>${escapeXml(text)}</dd>`).join('')}</dl>`,
    ...[time, consult, footnote, correction].flatMap(line => (line ? [`<p class="quiet">${escapeXml(line)}</p>`] : [])),
  ].join('')
}
