import { expect, test } from 'vitest'
import type { JsonValue } from '../../../src/cluster/json.ts'
import { ipolicyObjection } from '../../../src/run/load/check-ipolicy.ts'

const SPEC = {
  'memory-size': 128,
  'cpu-count': 1,
  'disk-size': 1024,
  'disk-count': 1,
  'nic-count': 1,
  'spindle-use': 1,
}
const IPOLICY = {
  minmax: [{ min: SPEC, max: SPEC }],
  std: SPEC,
  'disk-templates': ['drbd', 'plain'],
  'vcpu-ratio': 4,
  'spindle-ratio': 32,
}
const NO_CPUS = Object.fromEntries(Object.entries(SPEC).filter(([key]) => key !== 'cpu-count'))

// What Debian's harep 3.0.2-3 does with the same policies.
test.each<[string, JsonValue]>([
  ['an ordinary policy', IPOLICY],
  ['no ranges and no templates', { ...IPOLICY, minmax: [], 'disk-templates': [] }],
  ['a fraction', { ...IPOLICY, std: { ...SPEC, 'cpu-count': 1.5 } }],
  ['an integer beyond 2^53', { ...IPOLICY, 'vcpu-ratio': '9223372036854775808' }],
])('%s is taken', (_what, ipolicy) => {
  expect(ipolicyObjection(ipolicy)).toBeUndefined()
})

test.each<[string, JsonValue | undefined, string]>([
  ['no policy', undefined, 'expected an object, found nothing'],
  ['a key too many', { ...IPOLICY, 'x\ny': 1 }, 'vcpu-ratio, x\\u000ay'],
  ['a standard without a key', { ...IPOLICY, std: NO_CPUS }, 'std: expected the keys cpu-count,'],
  [
    'a standard with a text',
    { ...IPOLICY, std: { ...SPEC, 'cpu-count': 'x' } },
    'std: cpu-count: expected a number',
  ],
  ['a range that is none', { ...IPOLICY, minmax: [1] }, 'minmax: expected an object, found 1'],
  [
    'a range without its end',
    { ...IPOLICY, minmax: [{ min: SPEC }] },
    'minmax: expected the keys max, min, found min',
  ],
  [
    'a range with an odd end',
    { ...IPOLICY, minmax: [{ min: SPEC, max: NO_CPUS }] },
    'minmax: max: expected the keys',
  ],
  ['an unknown template', { ...IPOLICY, 'disk-templates': ['drbd', 'zzz'] }, 'a disk template, found "zzz"'],
  ['the template mixed', { ...IPOLICY, 'disk-templates': ['mixed'] }, 'a disk template, found "mixed"'],
  ['a ratio that is none', { ...IPOLICY, 'vcpu-ratio': null }, 'vcpu-ratio: expected a number, found null'],
])('--classic gives up on %s, as the original does', (_what, ipolicy, objection) => {
  expect(ipolicyObjection(ipolicy)).toContain(objection)
})
