import type * as v from 'valibot'

/** The parts of valibot's schemas that lead to those inside. */
interface Inside {
  readonly type: string
  readonly entries?: Readonly<Record<string, v.GenericSchema>>
  readonly item?: v.GenericSchema
  readonly value?: v.GenericSchema
  readonly wrapped?: v.GenericSchema
  readonly options?: readonly v.GenericSchema[]
  readonly key?: string
}

/** The keys that a schema knows at a path of the data; none where there is no mapping. */
export function keysAt(
  schema: v.GenericSchema,
  path: readonly (string | number)[],
  data: unknown,
): readonly string[] {
  const [key, ...rest] = path
  // A schema of valibot is an object with some of these properties, each of that type; its own types say so only where the kind is known.
  const { entries, item, value, wrapped, options, key: discriminator } = schema as unknown as Inside
  if (wrapped !== undefined) return keysAt(wrapped, path, data)
  if (options !== undefined) {
    const chosen = options.filter(option => fits(option, discriminator, data))
    return [...new Set(chosen.flatMap(option => keysAt(option, path, data)))]
  }
  if (key === undefined) return Object.keys(entries ?? {})
  const next = item ?? entries?.[String(key)] ?? value
  return next === undefined ? [] : keysAt(next, rest, member(data, key))
}

/** Whether an option of a variant is the one that the data names; all are where nothing decides. */
function fits(option: v.GenericSchema, discriminator: string | undefined, data: unknown): boolean {
  if (discriminator === undefined || typeof option !== 'object') return true
  const { entries } = option as unknown as Inside
  const literal = entries?.[discriminator]
  return literal !== undefined && 'literal' in literal && literal.literal === member(data, discriminator)
}

function member(data: unknown, key: string | number): unknown {
  if (typeof data !== 'object' || data === null) return undefined
  return Object.hasOwn(data, key) ? Reflect.get(data, key) : undefined
}
