import type { ConfirmationDialog } from '@slack/types'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { Dialog } from './dialog.tsx'
import { Text } from './doc-view.tsx'

type Ask = (question: ConfirmationDialog) => Promise<boolean>

const ConfirmContext = createContext<Ask>(async () => true)

/** Asks the person before something happens; resolves to whether it may. */
export function useConfirm(): Ask {
  return useContext(ConfirmContext)
}

export function ConfirmProvider({ children }: { readonly children: ReactNode }) {
  const [open, setOpen] = useState<{ question: ConfirmationDialog; answer: (yes: boolean) => void } | null>(null)
  const ask: Ask = question =>
    new Promise(resolve => {
      const answer = (yes: boolean) => {
        setOpen(null)
        resolve(yes)
      }
      setOpen({ question, answer })
    })
  return (
    <ConfirmContext value={ask}>
      {children}
      {open && <ConfirmDialog question={open.question} onAnswer={open.answer} />}
    </ConfirmContext>
  )
}

function ConfirmDialog(props: { readonly question: ConfirmationDialog; readonly onAnswer: (yes: boolean) => void }) {
  const { question, onAnswer } = props
  const footer = (
    <>
      <button type="button" className="button" onClick={() => onAnswer(false)}>
        {question.deny?.text ?? 'Cancel'}
      </button>
      <button type="submit" className={`button button-${question.style ?? 'primary'}`}>
        {question.confirm?.text ?? 'Yes'}
      </button>
    </>
  )
  return (
    <Dialog
      role="alertdialog"
      size="small"
      title={question.title?.text ?? 'Are you sure?'}
      onClose={() => onAnswer(false)}
      onSubmit={() => onAnswer(true)}
      footer={footer}
    >
      <Text text={question.text} />
    </Dialog>
  )
}
