import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withMadeSections } from './manual-sections.ts'

test('what the code makes of docs/manual.md is as it stands there; if not, "npm run docs" writes it anew', () => {
  const manual = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'manual.md'), 'utf8')
  expect(manual).toBe(withMadeSections(manual))
})
