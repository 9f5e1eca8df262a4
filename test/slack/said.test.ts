import { describe, expect, it } from 'vitest'
import { saidIn } from '../../src/slack/said.ts'

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })

describe('all that a message says', () => {
  it.each([
    ['its text', { text: 'Rolling back', blocks: [section('Rolling back')] }, 'Rolling back'],
    [
      'what an alert attaches to it',
      {
        text: 'Alert',
        attachments: [
          { fallback: 'f', title: 'DiskFull', text: 'on db-3', fields: [{ title: 'Used', value: '97 %' }] },
          { fallback: 'CPU is high' },
        ],
      },
      'Alert\nDiskFull\non db-3\nUsed: 97 %\nCPU is high',
    ],
    ['what is attached, once', { text: 'Same', attachments: [{ fallback: 'Same' }] }, 'Same'],
    [
      'what stands in blocks alone, without the labels of its buttons',
      {
        text: '',
        blocks: [
          { type: 'header', text: { type: 'plain_text', text: 'DiskFull' } },
          { type: 'section', fields: [{ type: 'mrkdwn', text: '*Host* db-3' }], accessory: { type: 'button' } },
          { type: 'context', elements: [{ type: 'mrkdwn', text: 'since 10:02' }] },
          { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Silence' } }] },
          { type: 'markdown', text: 'and **more**' },
        ],
      },
      'DiskFull\n*Host* db-3\nsince 10:02\nand **more**',
    ],
    [
      'rich text, with whom it names',
      {
        blocks: [
          {
            type: 'rich_text',
            elements: [
              {
                type: 'rich_text_section',
                elements: [
                  { type: 'user', user_id: 'U0BEN' },
                  { type: 'text', text: ' sees <500> ' },
                  { type: 'link', url: 'https://x.example', text: 'here' },
                  { type: 'emoji', name: 'fire' },
                ],
              },
            ],
          },
        ],
      },
      '<@U0BEN> sees &lt;500&gt; <https://x.example|here>:fire:',
    ],
    ['blocks within what is attached', { attachments: [{ blocks: [section('DiskFull')] }] }, 'DiskFull'],
    [
      'nothing of the page behind a link',
      { text: '<https://x.example>', attachments: [{ from_url: 'https://x.example', text: 'Buy now' }] },
      '<https://x.example>',
    ],
    ['nothing where there is nothing to read', { text: '', blocks: 'x', attachments: [null, 7, {}] }, ''],
  ])('is %s', (_, message, expected) => {
    expect(saidIn(message)).toBe(expected)
  })
})
