import { DISK_TEMPLATES } from '../../cluster/instance.ts'
import { isJsonArray, isJsonObject, type JsonValue } from '../../cluster/json.ts'
import { excerptOfText, excerptOfValue } from '../../luxi/excerpt.ts'

/*
 * harep has no use for an instance policy. But the original reads the whole of it and gives up, before any repair, on one
 * that has another shape, with a key too many for instance; and so does --classic (harep-observed.md section 7; Ganeti
 * src/Ganeti/HTools/Types.hs:182-257).
 */

const KEYS = ['disk-templates', 'minmax', 'spindle-ratio', 'std', 'vcpu-ratio']
const SPEC_KEYS = ['cpu-count', 'disk-count', 'disk-size', 'memory-size', 'nic-count', 'spindle-use']

/** As json-text.ts hands on an integer beyond 2^53. */
const BIG_INTEGER = /^-?[0-9]{16,}$/

/** What is wrong with an instance policy, or undefined. */
export function ipolicyObjection(value: JsonValue | undefined): string | undefined {
  return (
    keysObjection(value, KEYS) ??
    memberObjection(value, 'vcpu-ratio', numberObjection) ??
    memberObjection(value, 'spindle-ratio', numberObjection) ??
    memberObjection(value, 'std', specObjection) ??
    memberObjection(value, 'minmax', each(rangeObjection)) ??
    memberObjection(value, 'disk-templates', each(templateObjection))
  )
}

type Objection = (value: JsonValue | undefined) => string | undefined

function keysObjection(value: JsonValue | undefined, expected: readonly string[]): string | undefined {
  if (!isJsonObject(value)) return `expected an object, found ${shown(value)}`
  const keys = Object.keys(value).sort()
  if (keys.length === expected.length && expected.every((key, index) => key === keys[index])) return undefined
  return `expected the keys ${expected.join(', ')}, found ${excerptOfText(keys.join(', '))}`
}

function memberObjection(
  value: JsonValue | undefined,
  key: string,
  objection: Objection,
): string | undefined {
  const found = objection(isJsonObject(value) ? value[key] : undefined)
  return found === undefined ? undefined : `${key}: ${found}`
}

function each(objection: Objection): Objection {
  return value => {
    if (!isJsonArray(value)) return `expected a list, found ${shown(value)}`
    return firstOf(value, objection)
  }
}

function rangeObjection(value: JsonValue | undefined): string | undefined {
  return (
    keysObjection(value, ['max', 'min']) ??
    memberObjection(value, 'min', specObjection) ??
    memberObjection(value, 'max', specObjection)
  )
}

function specObjection(value: JsonValue | undefined): string | undefined {
  return (
    keysObjection(value, SPEC_KEYS) ?? firstOf(SPEC_KEYS, key => memberObjection(value, key, numberObjection))
  )
}

function numberObjection(value: JsonValue | undefined): string | undefined {
  const isNumber = typeof value === 'number' || (typeof value === 'string' && BIG_INTEGER.test(value))
  return isNumber ? undefined : `expected a number, found ${shown(value)}`
}

/** The original does not know the template `mixed`, which only a list of instances can have. */
function templateObjection(value: JsonValue | undefined): string | undefined {
  const isKnown = value !== 'mixed' && DISK_TEMPLATES.some(template => template === value)
  return isKnown ? undefined : `expected a disk template, found ${shown(value)}`
}

function firstOf<T>(items: readonly T[], problemOf: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const problem = problemOf(item)
    if (problem !== undefined) return problem
  }
  return undefined
}

function shown(value: JsonValue | undefined): string {
  return value === undefined ? 'nothing' : excerptOfValue(value)
}
