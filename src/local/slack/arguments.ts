import { invalidArguments } from './errors.ts'
import { isString, parseJson } from './json.ts'

/** The arguments of a Web API call, alike whether they came as a form, as JSON or in the query. */
export interface Args {
  text(name: string): string | undefined
  /** Refuses the call with `invalid_arguments` when missing or empty. */
  required(name: string): string
  flag(name: string): boolean
  integer(name: string): number | undefined
  /** A list with commas between; an array is refused. */
  list(name: string): readonly string[]
  /** An array of strings: JSON in a form, itself in a JSON body. */
  array(name: string): readonly string[]
  /** A structure: JSON in a form, itself in a JSON body. */
  json(name: string): unknown
  has(name: string): boolean
}

export function readArgs(fields: Record<string, unknown>): Args {
  function text(name: string): string | undefined {
    const value = fields[name]
    if (isString(value)) return value
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
  }
  return {
    text,
    required(name) {
      const value = text(name)
      if (!value) throw invalidArguments(`missing required field: ${name}`)
      return value
    },
    flag: name => ['true', '1'].includes(text(name) ?? ''),
    integer(name) {
      const value = text(name)
      if (value === undefined || value === '') return undefined
      if (!/^-?\d+$/.test(value)) throw invalidArguments(`must be an integer: ${name}`)
      return Number(value)
    },
    list(name) {
      if (typeof fields[name] === 'object' && fields[name] !== null)
        throw invalidArguments(`must be a string [json-pointer:/${name}]`)
      return (text(name) ?? '')
        .split(',')
        .map(item => item.trim())
        .filter(item => item !== '')
    },
    array(name) {
      const value = fields[name]
      if (value === undefined || value === '') return []
      const items = isString(value) ? parseJson(value) : value
      if (Array.isArray(items) && items.every(isString)) return items
      throw invalidArguments(`must be an array of strings [json-pointer:/${name}]`)
    },
    json(name) {
      const value = fields[name]
      return isString(value) ? parseJson(value) : value
    },
    has: name => fields[name] !== undefined && fields[name] !== null && fields[name] !== '',
  }
}
