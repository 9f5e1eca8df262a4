/** How far a play has come, as the workspace tells it. */
export interface PlayState {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly status: 'playing' | 'paused' | 'done' | 'stopped' | 'failed'
  readonly step: number
  readonly of: number
  readonly say: string
  readonly as: string
  readonly place: { readonly kind: 'channel'; readonly id: string } | { readonly kind: 'home' } | null
  readonly problem: string | null
}

export interface PlayOffer {
  readonly name: string
  readonly title: string
  readonly invitation?: string
  readonly about: string
}

export interface Plays {
  readonly plays: readonly PlayOffer[]
  readonly current: PlayState | null
}

export function isUnderWay(play: PlayState | null): boolean {
  return play?.status === 'playing' || play?.status === 'paused'
}
