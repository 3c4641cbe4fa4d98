import type { Story } from '../story.ts'
import { EVERY_ROW } from './every-row.ts'
import { TROUBLES } from './troubles.ts'

/** All stories; those of one cluster beside each other, since another cluster has to be brought up anew. */
export const ALL: readonly Story[] = [...TROUBLES, EVERY_ROW]
