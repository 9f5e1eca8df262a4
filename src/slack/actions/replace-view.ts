import type { ModalView } from '@slack/types'
import { ServiceError } from '../../errors.ts'
import type { ActionRequest } from './action.ts'

/** Shows another view in place of the one that was acted in; what was typed into the same fields stays. */
export async function replaceView({ workspace, view }: ActionRequest, instead: ModalView): Promise<void> {
  if (!view) return
  try {
    // Without the hash: an action right after this one carries an older hash, and must still be shown.
    await workspace.client.call('views.update', { view_id: view.id, view: instead })
  } catch (error) {
    // Sent or closed meanwhile: there is nothing left to show it in.
    if (!(error instanceof ServiceError && error.code === 'not_found')) throw error
  }
}
