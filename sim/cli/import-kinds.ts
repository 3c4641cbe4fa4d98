/** Where a cluster can be imported from; a file of its own, so that other commands need not load the importers. */
export const IMPORT_KINDS = ['luxi', 'htools', 'rapi'] as const

export type ImportKind = (typeof IMPORT_KINDS)[number]
