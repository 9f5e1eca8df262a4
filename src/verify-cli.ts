import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { verifyReview } from './exports/verify.ts'
import { runVerify } from './verify-command.ts'

const { exitCode, out, err } = await runVerify(process.argv.slice(2), {
  read: path => readFile(path),
  digest: content => createHash('sha256').update(content).digest('hex'),
  verify: verifyReview,
})
if (out) process.stdout.write(`${out}\n`)
if (err) process.stderr.write(`${err}\n`)
process.exitCode = exitCode
