import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../cluster/json.ts'
import { excerptOfValue } from '../../luxi/excerpt.ts'
import { LuxiDataError } from '../../luxi/luxi-error.ts'
import { ipolicyObjection } from './check-ipolicy.ts'

/** Those that the original knows; it gives up on another one (Ganeti src/Ganeti/Types.hs:476-483). */
const HYPERVISORS: readonly string[] = ['kvm', 'xen-pvm', 'chroot', 'xen-hvm', 'lxc', 'fake']

/** What harep needs of the cluster itself. */
export interface ClusterInfo {
  readonly tags: readonly string[]
  readonly master: string
  readonly defaultHypervisor: string
}

/** The answer to QueryClusterInfo (query.md section 7); `strict` as for groups. Throws LuxiDataError. */
export function decodeClusterInfo(value: JsonValue, strict: boolean): ClusterInfo {
  if (!isJsonObject(value))
    throw new LuxiDataError(`Cannot parse cluster info, not a JSON record: ${excerptOfValue(value)}`)
  const objection = strict ? ipolicyObjection(value['ipolicy']) : undefined
  if (objection !== undefined) throw new LuxiDataError(`Parsing cluster info: key 'ipolicy': ${objection}`)
  const defaultHypervisor = textOf(value, 'default_hypervisor')
  if (strict && !HYPERVISORS.includes(defaultHypervisor))
    throw lacks(value, 'default_hypervisor', `one of ${HYPERVISORS.join(', ')}`)
  const tags = value['tags']
  if (!isJsonArray(tags) || !tags.every(tag => typeof tag === 'string'))
    throw lacks(value, 'tags', 'a list of strings')
  return { tags, master: textOf(value, 'master'), defaultHypervisor }
}

function textOf(info: JsonObject, key: string): string {
  const value = info[key]
  if (typeof value !== 'string') throw lacks(info, key, 'a string')
  return value
}

function lacks(info: JsonObject, key: string, expected: string): LuxiDataError {
  const value = info[key]
  const found = value === undefined ? 'not found' : `expected ${expected}, found ${excerptOfValue(value)}`
  return new LuxiDataError(`Parsing cluster info: key '${key}': ${found}`)
}
