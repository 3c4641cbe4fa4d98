import type * as v from 'valibot'
import type { Path } from '../cluster-file/yaml-text.ts'
import { FAULTS } from '../faults/all.ts'
import { instanceName, nodeName } from '../faults/entries.ts'
import type { Fault } from '../faults/fault.ts'

/** The kinds of objects that a happening can name. */
type NamedKind = 'node' | 'nodegroup' | 'instance'

/** A name somewhere in a happening. */
export interface Named {
  readonly kind: NamedKind
  readonly name: string
  readonly path: Path
}

// Their entries are schemas of different outputs, which do not matter here.
const entriesByName = new Map(
  (FAULTS as readonly Pick<Fault, 'name' | 'entries'>[]).map(({ name, entries }) => [name, entries]),
)

/**
 * The names of objects in one entry of a timeline, found by the schemas of its keys: what is a nodeName names a node. A `name`
 * beside a `kind` is of that kind.
 */
export function namedIn(happening: Readonly<Record<string, unknown>>): readonly Named[] {
  const entries = entriesByName.get(String(happening['do'])) ?? {}
  const found = Object.entries(entries).flatMap(([key, schema]) => namesBy(schema, happening[key], [key]))
  const { kind, name } = happening
  const isKind = (text: unknown): text is NamedKind =>
    text === 'node' || text === 'nodegroup' || text === 'instance'
  return isKind(kind) && typeof name === 'string' ? [...found, { kind, name, path: ['name'] }] : found
}

function namesBy(schema: v.GenericSchema, data: unknown, path: Path): readonly Named[] {
  if (typeof data === 'string') {
    const inner = unwrapped(schema)
    if (inner === nodeName) return [{ kind: 'node', name: data, path }]
    return inner === instanceName ? [{ kind: 'instance', name: data, path }] : []
  }
  const { item } = unwrapped(schema) as { readonly item?: v.GenericSchema }
  if (!Array.isArray(data) || item === undefined) return []
  return data.flatMap((each, index) => namesBy(item, each, [...path, index]))
}

/** Without `v.exactOptional` around it. */
function unwrapped(schema: v.GenericSchema): v.GenericSchema {
  return 'wrapped' in schema ? (schema.wrapped as v.GenericSchema) : schema
}
