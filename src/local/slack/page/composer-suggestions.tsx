import type { Completion } from './completion.ts'

interface SuggestionsProps {
  readonly id: string
  readonly completion: Completion
  readonly active: number
  readonly onAccept: (index: number) => void
}

/** What could complete the word being typed, above the field that has the focus and its keys. */
export function Suggestions({ id, completion, active, onAccept }: SuggestionsProps) {
  return (
    <div id={id} role="listbox" aria-label="Suggestions" className="suggestions">
      {completion.suggestions.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text field has the focus and its keys
        <div
          key={suggestion.label}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={index === active ? 'popup-item active' : 'popup-item'}
          onPointerDown={event => event.preventDefault()}
          onClick={() => onAccept(index)}
        >
          <span>{suggestion.label}</span>
          {suggestion.detail && <small>{suggestion.detail}</small>}
        </div>
      ))}
    </div>
  )
}
