import { expect, test } from 'vitest'
import type { JsonObject } from '../../../src/cluster/json.ts'
import { decodeJob } from '../../../src/run/queue/decode-job.ts'

function broughtBack(opcode: JsonObject): string | undefined {
  const job = decodeJob({
    ...{ id: 5, status: 'success', ops: [opcode], opstatus: ['success'] },
    ...{ endTs: [1_795_338_000, 500_000], oppriority: [0], opresult: undefined },
  })
  return job?.opcodes[0]?.broughtBack
}

test('a node is brought back by what takes its mark away, or adds it once more, and by nothing else', () => {
  const params = { OP_ID: 'OP_NODE_SET_PARAMS', node_name: 'node2' }
  expect(broughtBack({ ...params, offline: false })).toBe('node2')
  expect(broughtBack({ ...params, offline: true })).toBeUndefined()
  expect(broughtBack({ ...params, offline: null, drained: false })).toBeUndefined()
  expect(broughtBack({ ...params, node_name: 7, offline: false })).toBeUndefined()
  expect(broughtBack({ OP_ID: 'OP_NODE_ADD', node_name: 'node2', readd: true })).toBe('node2')
  expect(broughtBack({ OP_ID: 'OP_NODE_ADD', node_name: 'node2', readd: false })).toBeUndefined()
  expect(broughtBack({ OP_ID: 'OP_INSTANCE_SET_PARAMS', node_name: 'node2', offline: false })).toBeUndefined()
})
