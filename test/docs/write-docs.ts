import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PERMISSION_TABLES, permissionTables } from './permission-tables.ts'
import { withSection } from './section.ts'

// `npm run docs`: writes those parts of the documentation anew that the code makes.
const manual = join(import.meta.dirname, '..', '..', 'docs', 'manual.md')
writeFileSync(manual, withSection(readFileSync(manual, 'utf8'), PERMISSION_TABLES, permissionTables()))
