// Serves the folder given as its argument in a process of its own.
import { startStore } from '../../dist/local/mongo/index.js'

const startedAt = performance.now()
const store = await startStore({ dir: process.argv[2] })
const startMs = performance.now() - startedAt

process.on('message', () => store.stop().then(() => process.disconnect()))
process.send({ uri: store.uri, startMs })
