import { defineConfig } from 'vitest/config'

/** Figures, not judgements: this machine may be busy, so nothing here fails on time. */
export default defineConfig({
  test: { include: ['test/bench/**/*.bench.ts'], testTimeout: 1_800_000, hookTimeout: 120_000, fileParallelism: false },
})
