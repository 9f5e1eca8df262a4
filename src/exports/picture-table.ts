import type { Block, Review, Section } from '../domain/review.ts'

export const pictureTableHeading = 'Appendix: the picture as a table'

/** The review with what its picture shows as a table at its end, for a format that has no place beside the picture. */
export function withPictureTable(review: Review): Review {
  const tables = review.sections.flatMap(({ blocks }) => blocks.flatMap((block): Block[] => tableIn(block)))
  if (tables.length === 0) return review
  const appendix: Section = { id: 'picture-table', heading: pictureTableHeading, blocks: tables }
  return { ...review, sections: [...review.sections, appendix] }
}

function tableIn(block: Block): Block[] {
  return block.kind === 'figure' && block.table.rows.length > 0 ? [block.table] : []
}
