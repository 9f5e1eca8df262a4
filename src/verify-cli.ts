import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { verifyReview } from './exports/verify.ts'
import { runVerify } from './verify-command.ts'

const { exitCode, out, err } = await runVerify(process.argv.slice(2), {
  // npm changes to the project's folder; a file is looked for where its name was typed.
  read: path => readFile(resolve(process.env.INIT_CWD ?? '.', path)),
  digest: content => createHash('sha256').update(content).digest('hex'),
  verify: verifyReview,
})
if (out) process.stdout.write(`${out}\n`)
if (err) process.stderr.write(`${err}\n`)
process.exitCode = exitCode
