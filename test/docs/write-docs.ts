import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { scenarioEditorSchema } from '../../sim/scenario/scenario-editor-schema.ts'
import { withMadeSections } from './manual-sections.ts'

// `npm run docs`: writes those parts of the documentation anew that the code makes.
const manual = join(import.meta.dirname, '..', '..', 'docs', 'manual.md')
writeFileSync(manual, withMadeSections(readFileSync(manual, 'utf8')))
writeFileSync(
  join(import.meta.dirname, '..', '..', 'docs', 'scenario-file.schema.json'),
  scenarioEditorSchema(),
)
