/** What somebody reads who has just made an incident private. Slack lets no app turn a public channel into a private one. */
export function privacyNotice(id: string, { hasPrivateChannel }: { hasPrivateChannel: boolean }): string {
  const first = `${id} is private from now on. Its announcement is being taken back, and only people in its channel see it.`
  return hasPrivateChannel
    ? first
    : `${first} But the channel itself is public: it is renamed to its number, but anybody can still find, read and join it, and reads what was said before. A workspace owner or admin can make it private in its settings (Settings → Change to a private channel). Until then, write nothing confidential there.`
}

/** What somebody reads who has just proposed to make an incident public, or agreed to it. */
export function liftedNotice({ id, isPrivate }: { readonly id: string; readonly isPrivate: boolean }): string {
  return isPrivate
    ? `Proposed. Somebody else who holds a role in ${id}, or its reporter, has a day to agree.`
    : `${id} is public from now on. It is being announced, and every audience gets its updates. Its channel stays as it is: whoever wants to join asks to be added.`
}
