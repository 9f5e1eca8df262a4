import type { AlertBlock, ContainerBlock, DataTableBlock, TableBlock } from '@slack/types'
import type { ReactNode } from 'react'
import type { Align, DocBlock, Inline } from './doc.ts'
import { Doc, Text } from './doc-view.tsx'
import { parsePlain } from './mrkdwn.ts'
import { readRichText } from './rich-text.ts'

const alertMarks = { default: '•', info: 'ℹ', warning: '⚠', error: '✕', success: '✓' } as const

export function AlertView({ block }: { readonly block: AlertBlock }) {
  const level = block.level ?? 'default'
  return (
    <div className={`block-alert alert-${level}`} role="note">
      <span aria-hidden="true">{alertMarks[level]}</span>
      <div className="doc">
        <Text text={block.text} />
      </div>
    </div>
  )
}

export function ContainerView({ block, children }: { readonly block: ContainerBlock; readonly children: ReactNode }) {
  const title = block.rich_text_title ? (
    <Doc blocks={readRichText(block.rich_text_title)} />
  ) : (
    block.title && <Text text={block.title} />
  )
  const heading = (
    <>
      <strong>{title}</strong>
      {block.subtitle && (
        <small>
          <Text text={block.subtitle} />
        </small>
      )}
    </>
  )
  if (!block.is_collapsible) {
    return (
      <section className="block-container">
        <div className="container-title">{heading}</div>
        {children}
      </section>
    )
  }
  return (
    <details className="block-container" open={!block.default_collapsed}>
      <summary className="container-title">{heading}</summary>
      {children}
    </details>
  )
}

export function TableView({ block }: { readonly block: TableBlock | DataTableBlock }) {
  const [header = [], ...rows] = block.rows.map(row => row.map(readCell))
  const align = block.type === 'table' ? (block.column_settings?.map(column => column?.align ?? 'left') ?? []) : []
  const table: DocBlock = { type: 'table', align: align satisfies Align[], header, rows }
  return (
    <div className="doc">
      {block.type === 'data_table' && <p className="table-caption">{block.caption}</p>}
      <Doc blocks={[table]} />
    </div>
  )
}

type Cell = (TableBlock | DataTableBlock)['rows'][number][number]

function readCell(cell: Cell): readonly Inline[] {
  if (cell.type !== 'rich_text') return parsePlain(cell.text)
  return inlineOf(readRichText(cell))
}

/** A cell holds runs of text only, so that each part of a longer text gets a line of its own in it. */
function inlineOf(parts: readonly DocBlock[]): Inline[] {
  return parts.flatMap((part, index) => [
    ...(index > 0 ? [{ type: 'text' as const, text: '\n' }] : []),
    ...partOf(part),
  ])
}

function partOf(part: DocBlock): readonly Inline[] {
  switch (part.type) {
    case 'paragraph':
    case 'heading':
      return part.children
    case 'quote':
      return inlineOf(part.children)
    case 'code':
      return [{ type: 'code', text: part.text }]
    case 'list':
      return part.items.flatMap((item, index) => [
        { type: 'text' as const, text: `${index > 0 ? '\n' : ''}${part.ordered ? `${part.start + index}.` : '•'} ` },
        ...inlineOf(item),
      ])
    case 'table':
    case 'rule':
      return []
  }
}
