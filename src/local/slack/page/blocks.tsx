import type {
  ActionsBlock,
  ContextActionsBlock,
  ContextBlock,
  ImageBlock,
  KnownBlock,
  SectionBlock,
} from '@slack/types'
import { createContext, useContext, useId } from 'react'
import { textsOf } from './block-text.ts'
import { CardView, CarouselView, PlanView, TaskCardView, VideoView } from './blocks-cards.tsx'
import { AlertView, ContainerView, TableView } from './blocks-more.tsx'
import { Doc, Text } from './doc-view.tsx'
import { Element } from './element.tsx'
import { FileCard } from './file-card.tsx'
import { Image, ownSource } from './image.tsx'
import { InputView } from './input-view.tsx'
import { parseMarkdown } from './markdown.ts'
import type { SharedFile } from './model.ts'
import { readRichText } from './rich-text.ts'
import { Safe } from './safe.tsx'
import { withKeys } from './with-keys.ts'

/** The files that came with a message, which its file blocks point at. */
export const FilesContext = createContext<readonly SharedFile[]>([])

/** Block Kit blocks; one that is malformed or unknown leaves a note and the others stand. */
export function Blocks({ blocks }: { readonly blocks: readonly KnownBlock[] }) {
  return blocks.map((block, index) => {
    const blockId = block.block_id ?? String(index)
    return (
      <Safe key={blockId} resetOn={block} otherwise={<UnknownView block={block} />}>
        <BlockView block={block} blockId={blockId} />
      </Safe>
    )
  })
}

function BlockView({ block, blockId }: { readonly block: KnownBlock; readonly blockId: string }) {
  switch (block.type) {
    case 'section':
      return <SectionView block={block} blockId={blockId} />
    case 'header':
      return (
        <h3 className="block-header">
          <Text text={block.text} />
        </h3>
      )
    case 'divider':
      return <hr className="block-divider" />
    case 'context':
      return <ContextView block={block} />
    case 'actions':
      return <ActionsView block={block} blockId={blockId} />
    case 'input':
      return <InputView block={block} blockId={blockId} />
    case 'image':
      return <ImageView block={block} />
    case 'rich_text':
      return (
        <div className="doc">
          <Doc blocks={readRichText(block)} />
        </div>
      )
    case 'markdown':
      return (
        <div className="doc">
          <Doc blocks={parseMarkdown(block.text)} />
        </div>
      )
    case 'file':
      return <FileView externalId={block.external_id} />
    case 'table':
    case 'data_table':
      return <TableView block={block} />
    case 'alert':
      return <AlertView block={block} />
    case 'container':
      return (
        <ContainerView block={block}>
          <Blocks blocks={block.child_blocks} />
        </ContainerView>
      )
    case 'context_actions':
      return <ActionsView block={block} blockId={blockId} />
    case 'card':
      return <CardView block={block} blockId={blockId} />
    case 'carousel':
      return <CarouselView block={block} blockId={blockId} />
    case 'task_card':
      return <TaskCardView block={block} />
    case 'plan':
      return <PlanView block={block} />
    case 'video':
      return <VideoView block={block} />
    default:
      return <UnknownView block={block} />
  }
}

function SectionView({ block, blockId }: { readonly block: SectionBlock; readonly blockId: string }) {
  const textId = useId()
  const { accessory } = block
  // A button says what it does; a select beside a text is named by that text.
  const isNamedByText = accessory && accessory.type !== 'button' && accessory.type !== 'image' && block.text
  return (
    <div className={accessory ? 'block-section with-accessory' : 'block-section'}>
      <div className="section-text">
        {block.text && (
          <div className="doc" id={textId}>
            <Text text={block.text} />
          </div>
        )}
        {block.fields && (
          <div className="fields">
            {withKeys(block.fields, (field, key) => (
              <div className="doc" key={key}>
                <Text text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div className="accessory">
          <Element
            element={accessory}
            blockId={blockId}
            naming={isNamedByText ? { labelledBy: textId } : {}}
            dispatches
          />
        </div>
      )}
    </div>
  )
}

function ContextView({ block }: { readonly block: ContextBlock }) {
  return (
    <div className="block-context">
      {withKeys(block.elements, (element, key) =>
        element.type === 'image' ? (
          <Image key={key} image={element} className="context-image" />
        ) : (
          <span className="doc" key={key}>
            <Text text={element} />
          </span>
        ),
      )}
    </div>
  )
}

interface ActionsProps {
  readonly block: ActionsBlock | ContextActionsBlock
  readonly blockId: string
}

function ActionsView({ block, blockId }: ActionsProps) {
  return (
    <div className="block-actions">
      {block.elements.map((element, index) => (
        <Element key={element.action_id ?? String(index)} element={element} blockId={blockId} naming={{}} dispatches />
      ))}
    </div>
  )
}

function ImageView({ block }: { readonly block: ImageBlock }) {
  const source = ownSource(block)
  const url = 'image_url' in block ? block.image_url : undefined
  return (
    <figure className="block-image">
      {block.title && (
        <figcaption>
          <Text text={block.title} />
        </figcaption>
      )}
      {source ? (
        <img src={source} alt={block.alt_text} />
      ) : (
        <p className="unknown">
          Picture from elsewhere, not fetched: {block.alt_text}{' '}
          {url && (
            <a href={url} target="_blank" rel="noreferrer noopener">
              Open
            </a>
          )}
        </p>
      )}
    </figure>
  )
}

function FileView({ externalId }: { readonly externalId: string }) {
  const files = useContext(FilesContext)
  const file = files.find(each => each.id === externalId) ?? files[0]
  return file ? <FileCard file={file} /> : <p className="unknown">A file that is no longer there</p>
}

function UnknownView({ block }: { readonly block: { readonly type: string } }) {
  return (
    <div className="unknown">
      {textsOf(block).join('\n') || `A block of type ${block.type}, which this page cannot show`}
    </div>
  )
}
