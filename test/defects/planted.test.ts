import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { planted } from './defect.ts'
import { DEFECTS } from './planted/all.ts'

const ROOT = join(import.meta.dirname, '..', '..')

test.each(DEFECTS)('$name can still be planted', defect => {
  const text = readFileSync(join(ROOT, defect.file), 'utf8')
  expect(planted(defect, text)).not.toBe(text)
})

test('no two have one name', () => {
  const names = DEFECTS.map(({ name }) => name)
  expect([...new Set(names)]).toEqual(names)
})
