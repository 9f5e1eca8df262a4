import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Lets the heap grow by a fifth before it is tidied up. Otherwise it may grow to several times what lives in it, and
 * reading a long channel makes much that is soon forgotten.
 */
export function growSlowly(): void {
  setFlagsFromString('--heap-growing-percent=20')
  // Until it was tidied up once, V8 goes by how much a new process may need, and not by what lives.
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}
