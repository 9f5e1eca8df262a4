import { readFile } from 'node:fs/promises'
import { verifyReview } from './exports/verify.ts'
import { runVerify } from './verify-command.ts'

const read = (path: string) => readFile(path, 'utf8')
const { exitCode, out, err } = await runVerify(process.argv.slice(2), { read, verify: verifyReview })
if (out) process.stdout.write(`${out}\n`)
if (err) process.stderr.write(`${err}\n`)
process.exitCode = exitCode
