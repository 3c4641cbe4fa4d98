import { isJsonArray, type JsonObject } from '../../../src/cluster/json.ts'

/**
 * Typed access to an opcode's decoded parameters. The decoder has checked the types already, so that a wrong one here is
 * a mistake in the opcode's table: it throws TypeError.
 */
export function textOf(input: JsonObject, name: string): string {
  const value = input[name]
  if (typeof value !== 'string') throw wrongType(name, 'a text')
  return value
}

/** A text, or undefined where it was left out or is null. */
export function optionalTextOf(input: JsonObject, name: string): string | undefined {
  const value = input[name]
  return value === undefined || value === null ? undefined : textOf(input, name)
}

export function flagOf(input: JsonObject, name: string): boolean {
  const value = input[name]
  if (typeof value !== 'boolean') throw wrongType(name, 'a boolean')
  return value
}

/** A boolean, or undefined where it was left out or is null. */
export function optionalFlagOf(input: JsonObject, name: string): boolean | undefined {
  const value = input[name]
  return value === undefined || value === null ? undefined : flagOf(input, name)
}

export function numberOf(input: JsonObject, name: string): number {
  const value = input[name]
  if (typeof value !== 'number') throw wrongType(name, 'a number')
  return value
}

export function textsOf(input: JsonObject, name: string): string[] {
  const value = input[name]
  if (!isJsonArray(value)) throw wrongType(name, 'a list')
  return value.map(element => {
    if (typeof element !== 'string') throw wrongType(name, 'a list of texts')
    return element
  })
}

function wrongType(name: string, expected: string): TypeError {
  return new TypeError(`parameter ${name} is not ${expected}, although it was decoded`)
}
