const sentences: Readonly<Record<string, string>> = {
  operation_timeout: 'The app did not answer within three seconds.',
  dispatch_failed: 'The app is not connected, so it could not be told.',
  invalid_response_errors: 'The app refused the form but did not say which field is wrong.',
}

/** A refusal as a person reads it. */
export function sentenceOf(error: string): string {
  return sentences[error] ?? error
}

/** What a modal says when the app took it badly: in the words of Slack's client, then why, which Slack leaves out. */
export function modalSentenceOf(error: string | undefined): string {
  const trouble = 'We had some trouble connecting. Try again?'
  return error ? `${trouble} (${sentenceOf(error)})` : trouble
}
