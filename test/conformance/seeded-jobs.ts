import type { SimulatedCluster } from '../../sim/ganeti/simulated-cluster.ts'
import type { JsonObject, JsonValue } from '../../src/cluster/json.ts'
import { BUSY_INSTANCE, SEEDED_JOB_IDS, type SeededJobs } from './scenario.ts'

const HELD = 'held for ever'
const QUICK: JsonObject = { OP_ID: 'OP_TEST_DELAY', duration: 1, on_master: true, reason: [] }
const SHUTDOWN: JsonObject = { OP_ID: 'OP_INSTANCE_SHUTDOWN', instance_name: BUSY_INSTANCE, reason: [] }

/**
 * Fills the queue with jobs in known states, whose ids are those of SEEDED_JOB_IDS. `call` sends one request and lets
 * the world come to rest. Throws an Error where a job is not in the state it should be in.
 */
export function seedJobs(
  seeded: SeededJobs,
  call: (method: string, ...args: JsonValue[]) => JsonValue,
  cluster: SimulatedCluster,
): void {
  if (seeded === 'none') return
  const submit = (opcode: JsonObject) => call('SubmitJob', [opcode])
  submit(QUICK)
  submit(QUICK)
  submit(QUICK)
  call('ArchiveJob', SEEDED_JOB_IDS.archived)
  if (seeded === 'successful') return
  submit({ OP_ID: 'OP_INSTANCE_STARTUP', instance_name: 'no-such-instance', reason: [] })
  const rule = ['reason', ['=', 'source', HELD]]
  call('ReplaceFilter', null, 0, [rule], 'PAUSE', [])
  const held = { ...QUICK, reason: [[HELD, '', 0]] }
  submit(held)
  call('CancelJob', SEEDED_JOB_IDS.canceled)
  if (seeded === 'all') {
    submit(held)
    submit(SHUTDOWN)
    submit(SHUTDOWN)
  }
  check(seeded, cluster)
}

const EXPECTED = ['success', 'success', 'success', 'error', 'canceled', 'queued', 'running', 'waiting']

function check(seeded: SeededJobs, cluster: SimulatedCluster): void {
  const statuses = cluster.snapshot().jobs.map(({ status }) => status)
  const expected = EXPECTED.slice(0, seeded === 'all' ? undefined : 5)
  if (statuses.join() !== expected.join())
    throw new Error(`the seeded jobs are ${statuses.join()} and should be ${expected.join()}`)
}
