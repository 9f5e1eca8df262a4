import { type FiguresOver, figuresOver } from '../app/figures.ts'
import { sightOf } from './clearance.ts'
import type { Request } from './request.ts'

/** The figures as the person who asks may know of them. */
export async function figuresFor(
  { app, workspace, actor }: Request,
  over: { days: number; service: string | undefined },
): Promise<FiguresOver> {
  return figuresOver(app, over, await sightOf(workspace, actor.by))
}
