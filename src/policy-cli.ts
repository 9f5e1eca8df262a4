import { runPolicyCommand } from './policy-command.ts'

const { code, text } = runPolicyCommand(process.argv.slice(2))
const stream = code === 0 ? process.stdout : process.stderr
stream.write(`${text}\n`)
process.exitCode = code
