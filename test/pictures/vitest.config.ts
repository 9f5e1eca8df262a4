import { defineConfig } from 'vitest/config'

/** Pictures for the documents: `npm run screenshots` takes them anew. */
export default defineConfig({
  test: { include: ['test/pictures/**/*.pictures.ts'], testTimeout: 300_000, hookTimeout: 60_000 },
})
