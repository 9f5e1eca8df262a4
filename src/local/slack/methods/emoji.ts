import { type Methods, scope } from './method.ts'

export const emoji = {
  /** The workspace's own emoji; it has none, and the standard ones are never listed. */
  'emoji.list': {
    tier: 2,
    needs: scope('emoji:read'),
    run: ({ world }) => ({ emoji: {}, cache_ts: (world.now() / 1000).toFixed(6) }),
  },
} satisfies Methods
