import { flushSync } from 'react-dom'

/** Changes what a field says and places its caret before the next key can be typed into it. */
export function putText(field: HTMLTextAreaElement, change: () => void, caret: number): void {
  flushSync(change)
  field.focus()
  field.setSelectionRange(caret, caret)
}
