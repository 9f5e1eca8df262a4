/** What is to be done later, when real time or the workspace's clock gets there, whichever is first. */
export interface Agenda {
  /** Answers how to do it at once; after it was done, that does nothing. */
  after(ms: number, task: () => void): () => void
  /** Does what has become due by the workspace's clock. */
  catchUp(): void
  stop(): void
}

export function createAgenda(now: () => number): Agenda {
  const waiting = new Map<() => void, { readonly dueAt: number; readonly timer: NodeJS.Timeout }>()
  return {
    after(ms, task) {
      const run = () => {
        const entry = waiting.get(run)
        if (!waiting.delete(run)) return
        clearTimeout(entry?.timer)
        task()
      }
      waiting.set(run, { dueAt: now() + ms, timer: setTimeout(run, ms) })
      return run
    },
    catchUp() {
      const due = [...waiting].filter(([, { dueAt }]) => dueAt <= now()).sort(([, a], [, b]) => a.dueAt - b.dueAt)
      for (const [run] of due) run()
    },
    stop() {
      for (const { timer } of waiting.values()) clearTimeout(timer)
      waiting.clear()
    },
  }
}
