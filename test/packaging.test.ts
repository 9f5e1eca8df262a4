import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { environmentSchema, parseConfig } from '../src/config.ts'
import { FONT_NAMES, fontFile } from '../src/exports/fonts.ts'
import { projectRoot, readProjectFile } from './helpers/source.ts'

const dockerfile = readProjectFile('Dockerfile')

describe('the image', () => {
  test('is built from files that are there and that .dockerignore lets through', () => {
    const allowed = readProjectFile('.dockerignore').split('\n')
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) => files.split(' '))
    expect(copied).toContain('package-lock.json')
    expect(copied.filter(file => !existsSync(join(projectRoot, file)) || !allowed.includes(`!${file}`))).toEqual([])
  })

  test('runs in production mode, as an ordinary user, with node as its first process', () => {
    const final = dockerfile.slice(dockerfile.lastIndexOf('FROM '))
    expect(final).toContain('ENV NODE_ENV=production')
    expect(final).toMatch(/^USER node$/m)
    expect(final).toMatch(/^CMD \["node", "dist\/cli\.js"\]$/m)
  })

  test('keeps every font that is used', () => {
    const [, folders = '', kept = ''] =
      /find ((?:node_modules\/\S+ )+).* ! -name '\*(\w+)\*' -delete/.exec(dockerfile) ?? []
    const thinned = FONT_NAMES.map(fontFile).filter(file =>
      folders.split(' ').some(folder => folder !== '' && file.includes(`/${folder}/`)),
    )
    expect(thinned).toHaveLength(4)
    expect(thinned.filter(file => !basename(file).includes(kept))).toEqual([])
  })

  test('has a Node.js that the package accepts', () => {
    const { engines } = z
      .object({ engines: z.object({ node: z.string() }) })
      .parse(JSON.parse(readProjectFile('package.json')))
    const [, least] = /^>=(\d+)/.exec(engines.node) ?? []
    const majors = [...dockerfile.matchAll(/^FROM node:(\d+)/gm)].map(([, major]) => Number(major))
    expect(majors).toHaveLength(2)
    expect(Math.min(...majors)).toBeGreaterThanOrEqual(Number(least))
  })
})

describe('compose.yml', () => {
  const { services } = z
    .object({
      services: z.object({
        sitrep: z.object({
          environment: z.record(z.string(), z.string()),
          depends_on: z.record(z.string(), z.unknown()),
        }),
        mongo: z.object({ healthcheck: z.object({ test: z.array(z.string()) }) }),
      }),
    })
    .parse(parseYaml(readProjectFile('compose.yml')))

  test('sets settings that exist, and with the two tokens from .env they are enough', () => {
    const { environment } = services.sitrep
    expect(Object.keys(environment).filter(name => !(name in environmentSchema.shape))).toEqual([])
    const config = parseConfig({ ...environment, SLACK_BOT_TOKEN: 'xoxb-…', SLACK_APP_TOKEN: 'xapp-…' })
    expect(config).toMatchObject({ port: 3000, mongodbUri: 'mongodb://mongo:27017/sitrep' })
    expect(() => parseConfig(environment)).toThrow('SLACK_BOT_TOKEN is missing')
  })

  test('starts Sitrep when the database answers', () => {
    expect(services.sitrep.depends_on).toEqual({ mongo: { condition: 'service_healthy' } })
  })
})
