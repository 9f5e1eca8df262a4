/** What ticks a step of the guide off: something that happened in the workspace, or where the visitor is. */
type GuideSign =
  /** The visitor's call of the control API was accepted; `with` are fields that it had, however deep. */
  | { readonly kind: 'did'; readonly call: string; readonly with?: Readonly<Record<string, unknown>> }
  /** The visitor looks into a channel, as somebody in particular. */
  | { readonly kind: 'looks'; readonly in: string; readonly as?: string }

interface GuideStep {
  readonly text: string
  /** One more sentence, while this is the next step. */
  readonly detail?: string
  readonly doneWhen: GuideSign
}

/** A first visitor's way through the app's main job. */
export interface Guide {
  readonly title: string
  readonly steps: readonly GuideStep[]
}

/** What can be tried with any app. */
export function defaultGuide({
  name,
  commands,
}: {
  readonly name: string
  readonly commands: readonly { readonly command: string }[]
}): Guide {
  const [first] = commands
  return {
    title: `Try ${name} in this sandbox`,
    steps: [
      ...(first
        ? [
            {
              text: `Type ${first.command} in a channel`,
              detail: 'The app answers as it would in Slack.',
              doneWhen: { kind: 'did', call: 'command', with: { command: first.command } },
            } as const,
          ]
        : []),
      {
        text: 'Write a message',
        detail: 'The app hears of it where it is a member and subscribes to messages.',
        doneWhen: { kind: 'did', call: 'message' },
      },
      {
        text: `Open the home of ${name}`,
        detail: 'It stands below the channels.',
        doneWhen: { kind: 'did', call: 'open-home' },
      },
      {
        text: 'Move the clock forward',
        detail: 'What falls due in between happens at once.',
        doneWhen: { kind: 'did', call: 'advance' },
      },
    ],
  }
}
