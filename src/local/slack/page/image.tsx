import type { ImageElement } from '@slack/types'
import { fileUrl } from './control.ts'

/** A picture that the workspace itself holds; one from elsewhere is named, never fetched. */
export function Image({ image, className }: { readonly image: ImageElement; readonly className: string }) {
  const source = ownSource(image)
  if (source) return <img className={className} src={source} alt={image.alt_text} />
  return (
    <span className="image-elsewhere" role="img" aria-label={image.alt_text} title={image.alt_text}>
      🖼
    </span>
  )
}

/** Where a picture is on this server, or null when showing it would leave it. */
export function ownSource(image: Pick<ImageElement, 'alt_text'> & object): string | null {
  if ('slack_file' in image && image.slack_file && typeof image.slack_file === 'object') {
    return 'id' in image.slack_file && typeof image.slack_file.id === 'string' ? fileUrl(image.slack_file.id) : null
  }
  const url = 'image_url' in image && typeof image.image_url === 'string' ? image.image_url : ''
  if (url.startsWith('data:image/')) return url
  return URL.canParse(url) && new URL(url).origin === location.origin ? url : null
}
