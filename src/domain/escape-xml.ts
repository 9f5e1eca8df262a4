const NAMES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const SIGNS = Object.fromEntries(Object.entries(NAMES).map(([sign, name]) => [name, sign]))

/** Characters that neither HTML nor XML 1.0 may hold, and halves of a pair without the other. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu

/** Text as it is written in HTML and XML, between tags and in quoted attributes; it shows as typed and does nothing. */
export function escapeXml(text: string): string {
  return text.replace(unwritable, '\ufffd').replace(/[&<>"']/g, sign => NAMES[sign] ?? sign)
}

/** What `escapeXml` was given. */
export function unescapeXml(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, name => SIGNS[name] ?? name)
}
