import { type Doc, isDoc } from './bson.ts'
import { CommandError } from './errors.ts'
import { addFields, projectStage, replaceRoot, unsetFields } from './stages.ts'

/** Applies the stages that an update may have. */
export function applyPipeline(doc: Doc, stages: readonly unknown[], variables: Doc): Doc {
  return stages.reduce<Doc>((current, stage) => applyStage(current, stage, variables), doc)
}

function applyStage(doc: Doc, stage: unknown, variables: Doc): Doc {
  if (!isDoc(stage) || Object.keys(stage).length !== 1) {
    throw new CommandError('FailedToParse', 'A pipeline stage specification object must contain exactly one field.')
  }
  const [[name, spec] = ['', undefined]] = Object.entries(stage)
  switch (name) {
    case '$set':
    case '$addFields':
      return addFields(spec, variables)(doc)
    case '$unset':
      return unsetFields(spec)(doc)
    case '$project':
      return projectStage(spec, variables)(doc)
    case '$replaceRoot':
      return replaceRoot(isDoc(spec) ? spec.newRoot : undefined, variables)(doc)
    case '$replaceWith':
      return replaceRoot(spec, variables)(doc)
    default:
      throw new CommandError('InvalidOptions', `${name} is not allowed to be used within an update`)
  }
}
