const nameAtMost = 120

/**
 * The header under which a browser saves what somebody sent and shows none of it: a name in ASCII for every client, and
 * the whole one for those that read it (RFC 6266, RFC 8187).
 */
export function attachmentNamed(name: string): string {
  const safe = safeFileName(name)
  const ascii = safe
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]|%/g, '_')
  const whole = encodeURIComponent(safe).replace(/['()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${ascii}"; filename*=UTF-8''${whole}`
}

/** What no folder is left by, no system gives a meaning to, and no reader sees in another order than it is in. */
function safeFileName(name: string): string {
  const plain = name
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}/\\:*?"<>|]/gu, '_')
    .trim()
    .replace(/^\.+|[. ]+$/g, '_')
  const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(plain)?.[0] ?? ''
  const letters = [...plain.slice(0, plain.length - ending.length)]
  return `${letters.slice(0, nameAtMost).join('')}${ending}` || 'file'
}
