/** Only these are made into links: another scheme could run something. */
export function isOfWeb(href: string): boolean {
  return /^https?:\/\//i.test(href)
}
