/** An incident’s update that is due then, as the buttons of its reminder carry it: `INC-42 2026-03-02T10:15:00.000Z`. */
export function writeSlotRef({ id }: { readonly id: string }, slot: Date): string {
  return `${id} ${slot.toISOString()}`
}

/** What such a button names; one that carries the incident alone means whichever update is due. */
export function readSlotRef(value: string): { readonly incident: string; readonly slot: Date | undefined } {
  const [incident = '', time = ''] = value.split(' ')
  const slot = new Date(time)
  return { incident, slot: Number.isNaN(slot.getTime()) ? undefined : slot }
}
