import { runEraseCommand } from './erase-command.ts'

const { code, text } = await runEraseCommand(process.argv.slice(2), process.env)
const stream = code === 0 ? process.stdout : process.stderr
stream.write(`${text}\n`)
process.exitCode = code
