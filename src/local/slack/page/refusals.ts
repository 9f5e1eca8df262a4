const sentences: Readonly<Record<string, string>> = {
  operation_timeout: 'The app did not answer within three seconds.',
  dispatch_failed: 'The app is not connected, so it could not be told.',
}

/** A refusal as a person reads it. */
export function sentenceOf(error: string): string {
  return sentences[error] ?? error
}
