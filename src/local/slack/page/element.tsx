import type { ActionsBlockElement, ContextActionsBlock, InputBlockElement, SectionBlockAccessory } from '@slack/types'
import { textsOf } from './block-text.ts'
import { ButtonElement, OverflowElement } from './element-buttons.tsx'
import { ChoicesElement } from './element-choices.tsx'
import { DateElement } from './element-dates.tsx'
import { ExternalSelectElement } from './element-external.tsx'
import { FeedbackElement, IconButtonElement } from './element-feedback.tsx'
import { FileElement } from './element-files.tsx'
import { RichTextElement } from './element-rich-text.tsx'
import { DirectorySelect, StaticSelectElement } from './element-selects.tsx'
import { TextElement } from './element-text.tsx'
import { Image } from './image.tsx'
import type { ElementProps } from './surface.tsx'

type AnyElement =
  | ActionsBlockElement
  | InputBlockElement
  | SectionBlockAccessory
  | ContextActionsBlock['elements'][number]

/** Any interactive element of Block Kit, and the image that may stand in its place. */
export function Element(props: ElementProps<AnyElement>) {
  const { element, ...rest } = props
  switch (element.type) {
    case 'button':
      return <ButtonElement {...rest} element={element} />
    case 'overflow':
      return <OverflowElement {...rest} element={element} />
    case 'image':
      return <Image image={element} className="accessory-image" />
    case 'static_select':
    case 'multi_static_select':
      return <StaticSelectElement {...rest} element={element} />
    case 'users_select':
    case 'multi_users_select':
    case 'channels_select':
    case 'multi_channels_select':
    case 'conversations_select':
    case 'multi_conversations_select':
      return <DirectorySelect {...rest} element={element} />
    case 'radio_buttons':
    case 'checkboxes':
      return <ChoicesElement {...rest} element={element} />
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <DateElement {...rest} element={element} />
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return <TextElement {...rest} element={element} />
    case 'external_select':
    case 'multi_external_select':
      return <ExternalSelectElement {...rest} element={element} />
    case 'rich_text_input':
      return <RichTextElement {...rest} element={element} />
    case 'file_input':
      return <FileElement {...rest} element={element} />
    case 'feedback_buttons':
      return <FeedbackElement {...rest} element={element} />
    case 'icon_button':
      return <IconButtonElement {...rest} element={element} />
    default:
      return <span className="unknown">{textsOf(element).join(' ') || `An element of type ${element.type}`}</span>
  }
}
