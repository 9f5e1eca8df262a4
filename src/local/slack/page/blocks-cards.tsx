import type { CardBlock, CarouselBlock, PlanBlock, TaskCardBlock, VideoBlock } from '@slack/types'
import { Doc, Text } from './doc-view.tsx'
import { Element } from './element.tsx'
import { Image } from './image.tsx'
import { Link } from './link.tsx'
import { readRichText } from './rich-text.ts'
import { withKeys } from './with-keys.ts'

export function CardView({ block, blockId }: { readonly block: CardBlock; readonly blockId: string }) {
  return (
    <section className="block-container block-card">
      {block.hero_image && <Image image={block.hero_image} className="card-hero" />}
      <div className="container-title">
        {block.icon && <Image image={block.icon} className="context-image" />}
        {block.title && (
          <strong className="doc">
            <Text text={block.title} />
          </strong>
        )}
        {block.subtitle && (
          <small className="doc">
            <Text text={block.subtitle} />
          </small>
        )}
      </div>
      {block.body && (
        <div className="doc">
          <Text text={block.body} />
        </div>
      )}
      {block.actions && (
        <div className="block-actions">
          {block.actions.map((action, index) => (
            <Element
              key={action.action_id ?? String(index)}
              element={action}
              blockId={blockId}
              naming={{}}
              dispatches
            />
          ))}
        </div>
      )}
    </section>
  )
}

export function CarouselView({ block, blockId }: { readonly block: CarouselBlock; readonly blockId: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: those who scroll by keyboard must be able to reach it
    <section className="block-carousel" aria-label="Cards" tabIndex={0}>
      {block.elements.map((card, index) => (
        <CardView key={card.block_id ?? String(index)} block={card} blockId={card.block_id ?? blockId} />
      ))}
    </section>
  )
}

const statuses = {
  pending: ['○', 'Pending'],
  in_progress: ['◐', 'In progress'],
  complete: ['✓', 'Complete'],
  error: ['✕', 'Failed'],
} as const

export function TaskCardView({ block }: { readonly block: TaskCardBlock }) {
  const [mark, word] = statuses[block.status]
  return (
    <section className="block-task">
      <p>
        <span role="img" aria-label={word} title={word}>
          {mark}
        </span>{' '}
        <strong>{block.title}</strong>
      </p>
      {[block.details, block.output].map(
        (part, index) =>
          part && (
            <div key={index === 0 ? 'details' : 'output'} className="doc">
              <Doc blocks={readRichText(part)} />
            </div>
          ),
      )}
      {block.sources && (
        <p className="quiet">
          {withKeys(block.sources, (source, key) => (
            <span key={key}>
              {key !== '0' && ' · '}
              <Link url={source.url}>{source.text}</Link>
            </span>
          ))}
        </p>
      )}
    </section>
  )
}

export function PlanView({ block }: { readonly block: PlanBlock }) {
  return (
    <section className="block-container">
      <div className="container-title">
        <strong>{block.title}</strong>
      </div>
      {withKeys(block.tasks ?? [], (task, key) => (isTaskCard(task) ? <TaskCardView key={key} block={task} /> : null))}
    </section>
  )
}

function isTaskCard(task: TaskCardBlock | Record<string, unknown>): task is TaskCardBlock {
  return typeof task.title === 'string' && typeof task.status === 'string' && task.status in statuses
}

/** A film is named and linked; the page fetches nothing from elsewhere. */
export function VideoView({ block }: { readonly block: VideoBlock }) {
  const by = [block.author_name, block.provider_name].filter(Boolean).join(' · ')
  return (
    <section className="block-container block-video">
      <p>
        <span aria-hidden="true">▶ </span>
        <strong>
          <Link url={block.title_url ?? block.video_url}>
            <Text text={block.title} />
          </Link>
        </strong>
      </p>
      {by && <p className="quiet">{by}</p>}
      {block.description && (
        <p>
          <Text text={block.description} />
        </p>
      )}
      <p className="quiet">A film from elsewhere, not played here: {block.alt_text}</p>
    </section>
  )
}
