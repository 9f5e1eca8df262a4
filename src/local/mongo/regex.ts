import { CommandError, notSupported } from './errors.ts'

/** A JavaScript expression that matches as MongoDB's would; refuses options and syntax that JavaScript does not have. */
export function toRegExp(pattern: string, options: string): RegExp {
  const flags = [...new Set(options)].filter(flag => flag !== 'u').join('')
  if (flags.includes('x')) throw notSupported('The regular expression option x')
  if (/[^ims]/.test(flags)) throw new CommandError('BadValue', `invalid flag in regex options: ${options}`)
  // MongoDB matches characters, not UTF-16 units; patterns that the strict mode does not take are tried without it.
  for (const mode of ['u', '']) {
    try {
      return new RegExp(pattern, flags + mode)
    } catch {}
  }
  throw new CommandError('InvalidRegex', `Regular expression is invalid: ${pattern}`)
}
