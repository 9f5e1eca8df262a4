import { useEffect, useState } from 'react'

/** The modal dialog that is open above everything else, followed for as long as it is asked for. */
export function useTopDialog(isWanted: boolean): HTMLDialogElement | null {
  const [dialog, setDialog] = useState<HTMLDialogElement | null>(null)
  useEffect(() => {
    if (!isWanted) return
    const look = () => setDialog([...document.querySelectorAll<HTMLDialogElement>('dialog:modal')].at(-1) ?? null)
    look()
    const observer = new MutationObserver(look)
    observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['open'] })
    return () => {
      observer.disconnect()
      setDialog(null)
    }
  }, [isWanted])
  return dialog?.isConnected ? dialog : null
}
