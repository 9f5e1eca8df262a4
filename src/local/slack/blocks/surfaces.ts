import type { Block } from './schema.ts'
import { allBlocks, elementsOf } from './schema.ts'

/** A place where something is that cannot be there: its path from the list of blocks, and Slack's reason. */
export interface Misplaced {
  readonly path: readonly (string | number)[]
  readonly message: string
}

const inMessagesOnly: readonly string[] = ['table', 'context_actions', 'task_card', 'plan', 'file', 'markdown']

/** What a message cannot hold. */
export function misplacedInMessage(blocks: readonly Block[]): readonly Misplaced[] {
  const files = blocks.flatMap((block, index) =>
    block.type === 'input' && block.element.type === 'file_input'
      ? [{ path: [index, 'element', 'type'], message: 'unsupported type: file_input' }]
      : [],
  )
  const tables = blocks.filter(block => block.type === 'table').length
  return tables > 1 ? [...files, { path: [], message: 'only_one_table_allowed' }] : files
}

/** What a modal and a home cannot hold. */
export function misplacedInView(blocks: readonly Block[]): readonly Misplaced[] {
  const types = blocks.flatMap((block, index) =>
    inMessagesOnly.includes(block.type) ? [{ path: [index, 'type'], message: `unsupported type: ${block.type}` }] : [],
  )
  const focused = allBlocks(blocks)
    .flatMap(elementsOf)
    .filter(element => 'focus_on_load' in element && element.focus_on_load)
  return focused.length > 1
    ? [...types, { path: [], message: 'focus_on_load can be set to true for one element only' }]
    : types
}
