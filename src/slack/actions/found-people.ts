import { decide } from '../../app/incidents.ts'
import { removePerson } from '../../domain/found-people.ts'
import { addPerson } from '../../domain/privacy.ts'
import { ACTIONS } from '../action-ids.ts'
import { findIncident } from '../request.ts'
import { readPersonRef } from '../views/found-people.ts'
import type { Action } from './action.ts'

/** What is decided about somebody who was found in the channel of a private incident. */
export const foundPeopleActions: readonly Action[] = [
  {
    id: ACTIONS.keepPerson,
    async run(request) {
      const { incident: id, user } = readPersonRef(request.value)
      const { app, actor, workspace } = request
      const incident = await findIncident(request, id)
      await decide(app, incident.id, { by: actor, run: addPerson, input: { user } })
      return { text: `On the record: you let @${await workspace.nameOf(user)} into ${incident.id}.` }
    },
  },
  {
    id: ACTIONS.removePerson,
    async run(request) {
      const { incident: id, user } = readPersonRef(request.value)
      const { app, actor, workspace } = request
      const incident = await findIncident(request, id)
      await decide(app, incident.id, { by: actor, run: removePerson, input: { user } })
      return { text: `Removing @${await workspace.nameOf(user)} from the channel of ${incident.id}.` }
    },
  },
]
