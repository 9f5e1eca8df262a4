import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { transformWithOxc } from 'vite'

/** Lets a child process load TypeScript on a Node that does not by itself. */
export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return nextLoad(url, context)
  const { code } = await transformWithOxc(await readFile(new URL(url), 'utf8'), fileURLToPath(url))
  return { format: 'module', source: code, shortCircuit: true }
}
