import { runStoreCommand } from './store-command.ts'

process.exitCode = await runStoreCommand(process.argv.slice(2), {
  env: process.env,
  say: text => void process.stdout.write(`${text}\n`),
  complain: text => void process.stderr.write(`${text}\n`),
  showProgress: process.stderr.isTTY ? line => void process.stderr.write(`\r\u001b[K${line}`) : () => {},
})
