import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { playKnown } from '../../../sim/explore/known-scenarios.ts'

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'corpus')

test('what once broke in a scenario of the corpus does not break again', () => {
  const { scenarios, failures } = playKnown(FOLDER)
  expect(failures).toEqual([])
  expect(scenarios).toBe(readdirSync(FOLDER).filter(name => name.endsWith('.yaml')).length)
  expect(scenarios).toBeGreaterThanOrEqual(20)
})
