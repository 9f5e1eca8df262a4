/** How far a play has come, as the workspace tells it. */
export interface PlayState {
  readonly run: number
  readonly title: string
  readonly status: 'playing' | 'paused' | 'done' | 'stopped' | 'failed'
  readonly step: number
  readonly of: number
  readonly say: string
  readonly as: string
  readonly place: { readonly kind: 'channel'; readonly id: string } | { readonly kind: 'home' } | null
  readonly problem: string | null
}

export interface Plays {
  readonly plays: readonly { readonly title: string; readonly invitation?: string; readonly about: string }[]
  readonly current: PlayState | null
}

export function isUnderWay(play: PlayState | null | undefined): boolean {
  return play?.status === 'playing' || play?.status === 'paused'
}
