import { useEffect } from 'react'

export interface Notice {
  readonly key: string
  readonly text: string
}

interface NoticesProps {
  readonly notices: readonly Notice[]
  readonly onDismiss: (key: string) => void
}

/** Short messages of the page itself, mostly about what could not be done. */
export function Notices({ notices, onDismiss }: NoticesProps) {
  return (
    <div className="notices" role="status">
      {notices.map(notice => (
        <NoticeView key={notice.key} notice={notice} onDismiss={() => onDismiss(notice.key)} />
      ))}
    </div>
  )
}

const shownMs = 8000

function NoticeView({ notice, onDismiss }: { readonly notice: Notice; readonly onDismiss: () => void }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: one countdown for each notice, however often it is drawn
  useEffect(() => {
    const timer = setTimeout(onDismiss, shownMs)
    return () => clearTimeout(timer)
  }, [notice.key])
  return (
    <div className="notice">
      <span>{notice.text}</span>
      <button type="button" className="icon-button" aria-label="Dismiss" onClick={onDismiss}>
        ✕
      </button>
    </div>
  )
}
