import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FAULTS } from '../../../sim/faults/all.ts'
import { scenarioEditorSchema } from '../../../sim/scenario/scenario-editor-schema.ts'

const DOCS = join(import.meta.dirname, '..', '..', '..', 'docs')

test('docs/scenario-file.schema.json is what harep-sim schema scenario prints (npm run docs writes it)', () => {
  expect(readFileSync(join(DOCS, 'scenario-file.schema.json'), 'utf8')).toBe(scenarioEditorSchema())
})

test('it has every fault, with a sentence on what it is', () => {
  const { properties, required, additionalProperties } = JSON.parse(scenarioEditorSchema())
  expect(required).toEqual(['description', 'cluster', 'timeline'])
  expect(additionalProperties).toBe(false)
  const entries: readonly {
    readonly description: string
    readonly properties: { readonly do: { readonly const: string } }
  }[] = properties.timeline.items.anyOf ?? properties.timeline.items.oneOf
  expect(entries.map(entry => entry.properties.do.const)).toEqual(FAULTS.map(({ name }) => name))
  for (const { description } of entries) expect(description).toMatch(/^.+\.$/)
})
