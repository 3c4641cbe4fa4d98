import fc from 'fast-check'
import { expect, test } from 'vitest'
import { prettyJson } from '../../../sim/ganeti/pretty-json.ts'

test('a short value stands on one line', () => {
  expect(prettyJson({ a: [1, 'b', null], c: {} })).toBe('{"a": [1, "b", null], "c": {}}')
})

// Seen on a real luxid: the values of the fields ndparams and beparams in its messages.
test('a long one is broken where its ribbon of 67 characters ends', () => {
  const ndparams = {
    oob_program: '',
    spindle_count: 1,
    exclusive_storage: false,
    ovs: false,
    ovs_name: 'switch1',
    ovs_link: '',
    ssh_port: 22,
    cpu_speed: 1,
  }
  expect(prettyJson(ndparams)).toBe(
    '{"oob_program": "", "spindle_count": 1, "exclusive_storage": false,\n' +
      ' "ovs": false, "ovs_name": "switch1", "ovs_link": "",\n' +
      ' "ssh_port": 22, "cpu_speed": 1}',
  )
})

test('whatever its lines, it is the same JSON, and no line that could be broken is too long', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      // fast-check types the inside of its JSON values as unknown; JSON.parse gives what JSON is.
      const json = JSON.parse(JSON.stringify(value))
      const text = prettyJson(json)
      expect(JSON.parse(text)).toEqual(json)
    }),
  )
})
