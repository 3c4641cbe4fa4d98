import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { outputSchemaText } from './output-schemas.ts'

const SCHEMA = join(import.meta.dirname, '..', '..', 'docs', 'harep-output.schema.json')

test('docs/harep-output.schema.json is made of the schemas of the outputs', async () => {
  await expect(outputSchemaText()).toMatchFileSnapshot(SCHEMA)
})

test('it names no key that may be missing: what does not exist is null', () => {
  const incomplete: string[] = []
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    if ('properties' in value && typeof value.properties === 'object' && value.properties !== null) {
      const required: unknown = 'required' in value ? value.required : []
      for (const key of Object.keys(value.properties))
        if (!Array.isArray(required) || !required.includes(key)) incomplete.push(`${path}.${key}`)
    }
    for (const [key, part] of Object.entries(value)) visit(part, `${path}.${key}`)
  }
  visit(JSON.parse(readFileSync(SCHEMA, 'utf8')), '')
  expect(incomplete).toEqual([])
})
