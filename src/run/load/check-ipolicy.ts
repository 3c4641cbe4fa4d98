import { isJsonArray, isJsonObject, type JsonValue } from '../../cluster/json.ts'
import { excerptOfText } from '../../luxi/excerpt.ts'

const KEYS = ['disk-templates', 'minmax', 'spindle-ratio', 'std', 'vcpu-ratio']

/**
 * What is wrong with an instance policy, or undefined. harep has no use for one; but the original gives up on a policy of
 * another shape, with a key too many for instance, and so does --classic (harep-observed.md section 7).
 */
export function ipolicyObjection(value: JsonValue | undefined): string | undefined {
  if (!isJsonObject(value)) return 'expected an object'
  const keys = Object.keys(value).sort()
  if (keys.length !== KEYS.length || !KEYS.every((key, index) => key === keys[index])) {
    return `expected the keys ${KEYS.join(', ')}, found ${excerptOfText(keys.join(', '))}`
  }
  if (typeof value['vcpu-ratio'] !== 'number' || typeof value['spindle-ratio'] !== 'number') {
    return 'expected numbers for vcpu-ratio and spindle-ratio'
  }
  if (!isJsonObject(value['std'])) return 'expected an object for std'
  return isJsonArray(value['minmax']) && isJsonArray(value['disk-templates'])
    ? undefined
    : 'expected lists for minmax and disk-templates'
}
