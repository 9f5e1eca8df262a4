const ARCHIVED = 'the channel is archived: unarchive it, or name another in the policy'
const NOT_IN = 'Sitrep is not in the channel: invite it there'
const NOT_FOUND = 'Slack knows no such channel, or Sitrep may not see it: check its id in the policy, and invite Sitrep'
const NO_ACCOUNT = 'this account is deactivated or unknown: tell somebody else'
const MAY_NOT_POST = 'Sitrep may not post there: ask whoever manages the channel'

/** Slack’s codes, from docs.slack.dev/reference/methods. */
const WORDS: Readonly<Record<string, string>> = {
  is_archived: ARCHIVED,
  not_in_channel: NOT_IN,
  channel_not_found: NOT_FOUND,
  restricted_action: 'Slack does not let Sitrep do it: ask an admin of the workspace',
  restricted_action_read_only_channel: MAY_NOT_POST,
  restricted_action_thread_only_channel: MAY_NOT_POST,
  restricted_action_non_threadable_channel: MAY_NOT_POST,
  user_not_found: NO_ACCOUNT,
  user_disabled: NO_ACCOUNT,
  users_not_found: NO_ACCOUNT,
  messages_tab_disabled: 'direct messages to Sitrep are switched off: switch its Messages tab on',
  missing_scope: 'Sitrep lacks a permission for it: install the app again',
  channel_is_shared_with_others: 'the channel is shared with another company: name another one',
  no_such_subteam: 'Slack knows no such user group: check its id in the policy',
}

/** Why Slack did not take something, and what to do; a code that is not known is given as it is. */
export function failureWords(code: string): string {
  if (Object.hasOwn(WORDS, code)) return WORDS[code] ?? code
  return /^[a-z0-9]+(_[a-z0-9]+)+$/.test(code) ? `Slack refused it: ${code}` : code
}
