import { setFlagsFromString } from 'node:v8'

/**
 * Lets the heap grow by a fifth before it is tidied up. Otherwise it may grow to several times what lives in it, and
 * reading a long channel makes much that is soon forgotten.
 */
export function growSlowly(): void {
  setFlagsFromString('--heap-growing-percent=20')
}
