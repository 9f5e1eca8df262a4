import type { View } from './views-of.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * What of a view Slack would refuse (docs.slack.dev/reference/block-kit and /reference/views): sizes, counts, ids that
 * are not unique, and kinds of blocks that no rule here knows.
 */
export function brokenLimits(view: View): string[] {
  const problems: string[] = []
  const check = (isFine: boolean, problem: string) => {
    if (!isFine) problems.push(problem)
  }
  const size = (value: unknown, max: number, where: string, min = 1) => {
    const length = typeof value === 'string' || Array.isArray(value) ? value.length : -1
    check(length >= min && length <= max, `${where} has ${length}, allowed are ${min} to ${max}`)
  }
  const optional = (value: unknown, max: number, where: string) => {
    if (value !== undefined) size(value, max, where)
  }
  const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value : [])
  const unique = (values: readonly unknown[], where: string) => {
    const given = values.filter(value => value !== undefined)
    check(new Set(given).size === given.length, `${where} are not unique`)
  }
  const text = (value: unknown, max: number, where: string, type?: 'plain_text') => {
    const object = (value ?? {}) as Json
    size(object.text, max, where)
    check(
      type ? object.type === type : object.type === 'plain_text' || object.type === 'mrkdwn',
      `${where} is ${object.type}`,
    )
  }
  const plain = (value: unknown, max: number, where: string) => text(value, max, where, 'plain_text')
  const options = (value: unknown, max: number, where: string) => {
    size(value, max, `${where} options`)
    unique(
      list(value).map(option => option.value),
      `${where} option values`,
    )
    for (const option of list(value)) {
      plain(option.text, 75, `${where} option`)
      size(option.value, 75, `${where} option value`)
      if (option.description) plain(option.description, 75, `${where} option description`)
    }
  }

  const element = (one: Json, where: string) => {
    size(one.action_id, 255, `${where} action_id`)
    if (one.placeholder) plain(one.placeholder, 150, `${where} placeholder`)
    switch (one.type) {
      case 'button': {
        plain(one.text, 75, `${where} button`)
        optional(one.value, 2000, `${where} button value`)
        optional(one.accessibility_label, 75, `${where} button accessibility label`)
        const confirm = one.confirm as Json | undefined
        if (!confirm) return
        plain(confirm.title, 100, `${where} confirm title`)
        text(confirm.text, 300, `${where} confirm text`)
        plain(confirm.confirm, 30, `${where} confirm yes`)
        plain(confirm.deny, 30, `${where} confirm no`)
        return
      }
      case 'plain_text_input':
        check(Number(one.max_length) >= 1 && Number(one.max_length) <= 3000, `${where} max_length is ${one.max_length}`)
        optional(one.initial_value, Number(one.max_length), `${where} initial value`)
        return
      case 'datetimepicker':
        if (one.initial_date_time)
          check(/^\d{10}$/.test(String(one.initial_date_time)), `${where} starts in seconds of ten digits`)
        return
      case 'static_select':
        options(one.options, 100, where)
        if (one.initial_option)
          check(
            list(one.options).some(option => JSON.stringify(option) === JSON.stringify(one.initial_option)),
            `${where} starts with what is no option`,
          )
        return
      case 'checkboxes':
        options(one.options, 10, where)
        return
      case 'overflow':
        options(one.options, 5, where)
        return
      case 'users_select':
      case 'multi_users_select':
      case 'multi_conversations_select':
        return
      default:
        problems.push(`${where}: no rule for ${one.type}`)
    }
  }

  const block = (one: Json, where: string) => {
    optional(one.block_id, 255, `${where} block_id`)
    switch (one.type) {
      case 'header':
        return plain(one.text, 150, where)
      case 'section':
        check(one.text !== undefined || one.fields !== undefined, `${where} is empty`)
        if (one.text) text(one.text, 3000, where)
        if (one.fields) size(one.fields, 10, `${where} fields`)
        for (const field of list(one.fields)) text(field, 2000, `${where} field`)
        return
      case 'context':
        size(one.elements, 10, `${where} elements`)
        for (const field of list(one.elements)) text(field, 3000, where)
        return
      case 'actions':
        size(one.elements, 25, `${where} elements`)
        unique(
          list(one.elements).map(button => button.action_id),
          `${where} action_ids`,
        )
        for (const button of list(one.elements)) element(button, where)
        return
      case 'divider':
        return
      case 'input':
        plain(one.label, 2000, `${where} label`)
        if (one.hint) plain(one.hint, 2000, `${where} hint`)
        return element(one.element as Json, where)
      case 'rich_text':
        for (const run of list(one.elements).flatMap(part => list(part.elements)))
          size(run.type === 'date' ? run.fallback : run.text, 4000, `${where} rich text`)
        return
      default:
        problems.push(`${where}: no rule for ${one.type}`)
    }
  }

  const { blocks } = view
  size(blocks, 'type' in view ? 100 : 50, 'blocks', 'type' in view ? 0 : 1)
  unique(
    blocks.map(one => one.block_id),
    'block ids',
  )
  const sent: readonly Json[] = JSON.parse(JSON.stringify(blocks))
  for (const [index, one] of sent.entries()) block(one, `block ${index} (${one.type})`)
  check(JSON.stringify(view).length < 250_000, 'the view is larger than 250 kB')
  if (!('type' in view)) size(view.text, Number.POSITIVE_INFINITY, 'text')
  else if (view.type === 'modal') {
    plain(view.title, 24, 'title')
    if (view.submit) plain(view.submit, 24, 'submit')
    if (view.close) plain(view.close, 24, 'close')
    check(!blocks.some(one => one.type === 'input') || view.submit !== undefined, 'inputs without a submit')
    size(view.callback_id, 255, 'callback_id')
    optional(view.private_metadata, 3000, 'private_metadata')
  }
  return problems
}

const known = [
  /^<@[UW][A-Z0-9]+>$/,
  /^<!subteam\^S[A-Z0-9]+>$/,
  /^<#[CG][A-Z0-9]+>$/,
  /^<!date\^\d+\^\{date_short_pretty\} \{time\}\|\d{4}-\d\d-\d\d \d\d:\d\d UTC>$/,
  /^<!date\^\d+\^\{date_short_pretty\}\|\d{4}-\d\d-\d\d>$/,
  /^<!date\^\d+\^\{ago\}\|\d{4}-\d\d-\d\d \d\d:\d\d UTC>$/,
  // Only where people gave the address of a ticket, under our word for it.
  /^<https?:\/\/[^|<>]+\|ticket>$/,
  // The address of a message, under our words for it.
  /^<https:\/\/acme\.example\/archives\/C0[A-Z]+\/p\d+\|In Slack>$/,
  // A person’s own links to reviews.
  /^<https:\/\/sitrep\.example\/people\/U0[A-Z]+\/reviews[^<>|]*\|[A-Za-z0-9 ]+>$/,
]

/** The tokens in a view's mrkdwn that are not ours, and the texts in which Slack would make some of its own. */
export function foreignTokens(view: View): string[] {
  const found: string[] = []
  JSON.stringify(view.blocks, (_, value: unknown) => {
    const object = value as Json | null
    if (typeof object === 'object' && object?.type === 'mrkdwn' && typeof object.text === 'string') {
      if (object.verbatim !== true) found.push(`not verbatim: ${object.text}`)
      const rest = object.text.replace(/<[^<>]*>/g, token => (known.some(pattern => pattern.test(token)) ? '' : token))
      if (/[<>]/.test(rest)) found.push(rest)
      if (/&(?!amp;|lt;|gt;)/.test(rest)) found.push(rest)
    }
    return value
  })
  return found
}
