import { Blocks } from './blocks.tsx'
import { Mrkdwn } from './doc-view.tsx'
import { Link } from './link.tsx'
import type { Attachment } from './model.ts'
import { formatSlackDate } from './slack-date.ts'
import { withKeys } from './with-keys.ts'
import { useWorkspace } from './workspace.tsx'

const named: Readonly<Record<string, string>> = { good: '#2f9e63', warning: '#d99a1c', danger: '#c9303e' }

/** Secondary content with a coloured edge, as older apps and alert sources send it. */
export function Attachments({ attachments }: { readonly attachments: readonly Attachment[] }) {
  return withKeys(attachments, (attachment, key) => (
    <div key={key} className="attachment" style={{ '--edge': edgeOf(attachment.color) }}>
      <AttachmentView attachment={attachment} />
    </div>
  ))
}

function AttachmentView({ attachment }: { readonly attachment: Attachment }) {
  const { title, title_link: link, text, fields, blocks, pretext, footer, fallback, ts } = attachment
  const { author_name: author, author_link: authorLink, image_url: image } = attachment
  const { timeZone, now } = useWorkspace()
  const isEmpty = !title && !text && !fields && !blocks && !pretext
  const at = ts && formatSlackDate(Number(ts), '{date_short_pretty} at {time}', { timeZone, now: now() })
  return (
    <>
      {pretext && <Rich text={pretext} />}
      {author && <p className="quiet">{authorLink ? <Link url={authorLink}>{author}</Link> : author}</p>}
      {title && <p className="attachment-title">{link ? <Link url={link}>{title}</Link> : title}</p>}
      {text && <Rich text={text} />}
      {fields && (
        <div className="fields">
          {fields.map(field => (
            <div key={field.title ?? field.value}>
              <strong>{field.title}</strong>
              <Rich text={field.value ?? ''} />
            </div>
          ))}
        </div>
      )}
      {blocks && <Blocks blocks={blocks} />}
      {isEmpty && fallback && <Rich text={fallback} />}
      {image && (
        <p className="unknown">
          Picture from elsewhere, not fetched: <Link url={image}>{image}</Link>
        </p>
      )}
      {(footer || at) && <p className="quiet">{[footer, at].filter(Boolean).join(' · ')}</p>}
    </>
  )
}

function Rich({ text }: { readonly text: string }) {
  return (
    <div className="doc">
      <Mrkdwn text={text} />
    </div>
  )
}

function edgeOf(color = ''): string {
  if (/^#?[0-9a-f]{6}$/i.test(color)) return color.startsWith('#') ? color : `#${color}`
  return named[color] ?? 'var(--line-strong)'
}
