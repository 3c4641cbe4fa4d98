import { oneTagTable, severalTagsTable, twoTagsTable } from './one-object.ts'
import { exampleTable, levelsTable } from './several-objects.ts'

/** The name of the part of docs/manual.md that permissionTables makes. */
export const PERMISSION_TABLES = 'tables of permissions'

/** The tables of the manual that tell which of several tags counts, made by the code that decides it. */
export function permissionTables(): string {
  return `
**An example**, that of Ganeti's man page: which repairs are allowed where the cluster has two tags and one of its two instances
has a third.

${exampleTable()}
**One tag.** PAST, FUTURE and LATER are seconds since 1970, the first before now, the others after it; \`restart\` stands for
any word that is no type of repair. Ganeti's own harep takes no notice of a suspension whose time it cannot read, and so
\`--classic\` takes none; nothing else in these tables is different there.

${oneTagTable()}
**Two tags on one object**: one alone says what stands on the left, the other what stands above, both together what stands where
row and column meet. Where they say nothing, the next object is asked.

${twoTagsTable()}
**More tags on one object** are taken two at a time, in any order. For example:

${severalTagsTable()}
**Tags on several objects**: what holds for instance I1 of group G1, and the tag that decides.

${levelsTable()}
`.slice(1)
}
