import type { DocBlock, Inline } from './doc.ts'
import { useGlyph } from './emoji-all.ts'
import { Link } from './link.tsx'
import { Mention } from './mention.tsx'
import { parseMrkdwn, parsePlain } from './mrkdwn.ts'
import { capitalise, formatSlackDate } from './slack-date.ts'
import { withKeys } from './with-keys.ts'
import { useWorkspace } from './workspace.tsx'

/** A formatted document, wherever it came from. */
export function Doc({ blocks }: { readonly blocks: readonly DocBlock[] }) {
  return withKeys(blocks, (block, key) => <DocPart key={key} block={block} />)
}

export function Inlines({ runs }: { readonly runs: readonly Inline[] }) {
  return withKeys(runs, (run, key) => <Run key={key} run={run} startsLine={endsLine(runs[Number(key) - 1])} />)
}

function endsLine(before: Inline | undefined): boolean {
  return !before || (before.type === 'text' && before.text.endsWith('\n'))
}

/** The text of a Slack text object; `mrkdwn` formatting only where the object asks for it. */
export function Text({ text }: { readonly text: { readonly type: string; readonly text: string; emoji?: boolean } }) {
  if (text.type === 'mrkdwn') return <Doc blocks={parseMrkdwn(text.text)} />
  return <Inlines runs={text.emoji === false ? [{ type: 'text', text: text.text }] : parsePlain(text.text)} />
}

export function Mrkdwn({ text }: { readonly text: string }) {
  return <Doc blocks={parseMrkdwn(text)} />
}

export function Emoji({ name }: { readonly name: string }) {
  const glyph = useGlyph(name)
  if (!glyph) return <>{/^skin-tone-\d$/.test(name) ? '' : `:${name}:`}</>
  return (
    <span className="emoji" role="img" aria-label={name.replaceAll('_', ' ')}>
      {glyph}
    </span>
  )
}

function Run({ run, startsLine }: { readonly run: Inline; readonly startsLine: boolean }) {
  switch (run.type) {
    case 'text':
      return run.text
    case 'bold':
      return (
        <strong>
          <Inlines runs={run.children} />
        </strong>
      )
    case 'italic':
      return (
        <em>
          <Inlines runs={run.children} />
        </em>
      )
    case 'strike':
      return (
        <s>
          <Inlines runs={run.children} />
        </s>
      )
    case 'underline':
      return (
        <u>
          <Inlines runs={run.children} />
        </u>
      )
    case 'code':
      return <code>{run.text}</code>
    case 'color':
      return (
        <code>
          <span className="swatch" style={{ background: run.value }} aria-hidden="true" />
          {run.value}
        </code>
      )
    case 'link':
      return (
        <Link url={run.url}>
          <Inlines runs={run.children} />
        </Link>
      )
    case 'user':
    case 'channel':
    case 'usergroup':
    case 'broadcast':
      return <Mention run={run} />
    case 'date':
      return <DateRun run={run} startsLine={startsLine} />
    case 'emoji':
      return <Emoji name={run.name} />
  }
}

interface DateRunProps {
  readonly run: Extract<Inline, { type: 'date' }>
  readonly startsLine: boolean
}

function DateRun({ run, startsLine }: DateRunProps) {
  const { timeZone, now } = useWorkspace()
  const text = formatSlackDate(run.unix, run.format, { timeZone, now: now() })
  const dateTime = new Date(run.unix * 1000).toISOString()
  const shown = <time dateTime={dateTime}>{startsLine ? capitalise(text) : text}</time>
  return run.url ? <Link url={run.url}>{shown}</Link> : shown
}

function DocPart({ block }: { readonly block: DocBlock }) {
  switch (block.type) {
    case 'paragraph':
      return (
        <p>
          <Inlines runs={block.children} />
        </p>
      )
    case 'heading':
      return <Heading level={block.level} runs={block.children} />
    case 'quote':
      return (
        <blockquote>
          <Doc blocks={block.children} />
        </blockquote>
      )
    case 'code':
      return <pre>{block.text}</pre>
    case 'list':
      return <List block={block} />
    case 'table':
      return <Table block={block} />
    case 'rule':
      return <hr />
  }
}

function Heading({ level, runs }: { readonly level: number; readonly runs: readonly Inline[] }) {
  // The page's own headings take the first two levels.
  const Tag = level <= 1 ? 'h3' : level === 2 ? 'h4' : 'h5'
  return (
    <Tag className={`doc-heading level-${level}`}>
      <Inlines runs={runs} />
    </Tag>
  )
}

function List({ block }: { readonly block: Extract<DocBlock, { type: 'list' }> }) {
  const items = withKeys(block.items, (item, key) => (
    <li key={key}>
      <Doc blocks={item} />
    </li>
  ))
  return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>
}

function Table({ block }: { readonly block: Extract<DocBlock, { type: 'table' }> }) {
  const align = (index: string) => `align-${block.align[Number(index)] ?? 'left'}`
  return (
    <div className="table-scroll">
      <table>
        {block.header.length > 0 && (
          <thead>
            <tr>
              {withKeys(block.header, (cell, key) => (
                <th key={key} scope="col" className={align(key)}>
                  <Inlines runs={cell} />
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {withKeys(block.rows, (row, rowKey) => (
            <tr key={rowKey}>
              {withKeys(row, (cell, key) => (
                <td key={key} className={align(key)}>
                  <Inlines runs={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
