import { UNPRINTABLE } from '../cluster/unprintable.ts'

/**
 * A value as JSON for standard output: indented, keys in the order in which they were set, and what src/report/printable.ts
 * would escape written as JSON's own escapes, so that a terminal is as safe as with text and a program reads the very value.
 */
export function jsonOutput(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2)
  return `${text.replace(UNPRINTABLE, unit => (unit === '\n' ? unit : escaped(unit)))}\n`
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
