import { type Browser, chromium } from 'playwright-core'

/**
 * Starts a headless Chromium: the one that `CHROMIUM_PATH` names, or the one that comes as a package, which needs
 * nothing else installed but runs on 64-bit Linux only.
 */
export async function launchBrowser(): Promise<Browser> {
  const own = process.env.CHROMIUM_PATH
  if (own) return chromium.launch({ executablePath: own, args: quietArgs })
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('Set CHROMIUM_PATH to an installed Chrome or Chromium: the packaged one runs on 64-bit Linux only.')
  }
  // The package unpacks the system libraries it carries only where it believes to be on AWS Lambda.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs20.x'
  const { default: packaged } = await import('@sparticuz/chromium')
  const executablePath = await packaged.executablePath()
  return chromium.launch({ executablePath, args: quietArgs })
}

const quietArgs = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
