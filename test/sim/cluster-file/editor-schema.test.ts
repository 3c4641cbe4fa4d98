import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { editorSchema } from '../../../sim/cluster-file/editor-schema.ts'

const DOCS = join(import.meta.dirname, '..', '..', '..', 'docs')

test('docs/cluster-file.schema.json is what harep-sim schema prints', () => {
  expect(readFileSync(join(DOCS, 'cluster-file.schema.json'), 'utf8')).toBe(editorSchema())
})

test('it explains each key, refuses unknown ones, and names those that are needed', () => {
  const { properties, required, additionalProperties } = JSON.parse(editorSchema())
  expect(required).toEqual(['cluster', 'groups', 'nodes', 'instances'])
  expect(additionalProperties).toBe(false)
  const { instances, nodes, groups, cluster } = properties
  for (const object of [instances.items, nodes.items, groups.items, cluster]) {
    expect(object.additionalProperties).toBe(false)
    for (const key of Object.values<{ description?: string }>(object.properties))
      expect(key.description).toMatch(/^.+\.$/)
  }
  expect(instances.items.required).toEqual(['name', 'diskTemplate', 'primary'])
})
