import type { JsonValue } from '../../../../src/cluster/json.ts'
import type { Recorder } from './recorder.ts'

const TAG = { OP_ID: 'OP_TAGS_SET', kind: 'instance', name: 'web1', tags: ['c:d'], reason: [] }
const DELAY = {
  OP_ID: 'OP_TEST_DELAY',
  duration: 0,
  on_master: true,
  on_nodes: [],
  no_locks: true,
  reason: [],
}

/** Opcodes that are refused, or only look as if they should be. */
const OPCODES: readonly { readonly [key: string]: JsonValue }[] = [
  { ...TAG, reason: null },
  { ...TAG, reason: 'x' },
  { ...TAG, reason: [1] },
  { ...TAG, reason: [['a', 'b']] },
  { ...TAG, reason: [['a', 'b', 'c']] },
  { ...TAG, reason: [['a', 1, 1]] },
  { ...TAG, reason: [['a', 'b', 1.5]] },
  { OP_ID: 'OP_TAGS_SET', kind: 'instance', name: 'web1', tags: ['c:d'] },
  { ...TAG, kind: 'nosuch' },
  { ...TAG, kind: 1 },
  { ...TAG, kind: null },
  { ...TAG, tags: 'c:d' },
  { ...TAG, tags: [1] },
  { ...TAG, tags: null },
  { ...TAG, name: 1 },
  { ...TAG, zz: 1, aa: 2 },
  { ...TAG, priority: 5 },
  { ...TAG, priority: 'x' },
  { ...TAG, priority: 1.5 },
  { ...TAG, depends: 1 },
  { ...TAG, depends: [1] },
  { ...TAG, depends: [[1]] },
  { ...TAG, depends: [['x', []]] },
  { ...TAG, depends: [[1, ['done']]] },
  { ...TAG, depends: [[1, 'success']] },
  { ...TAG, depends: [[1.5, ['success']]] },
  { ...TAG, comment: 1 },
  { ...TAG, dry_run: 1 },
  { ...TAG, dry_run: 'x' },
  { ...TAG, debug_level: -1 },
  { ...TAG, debug_level: 'x' },
  { ...TAG, OP_ID: 1 },
  { ...TAG, OP_ID: null },
  { ...TAG, OP_ID: 'TAGS_SET' },
  { ...TAG, OP_ID: '' },
  { reason: [] },
  { OP_ID: 'OP_TEST_DELAY', reason: [] },
  { ...DELAY, duration: 'x' },
  { ...DELAY, on_nodes: 'x' },
  { ...DELAY, repeat: -1 },
  { ...DELAY, no_locks: 1 },
  { OP_ID: 'OP_INSTANCE_FAILOVER', reason: [] },
  { OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: 1, reason: [] },
  { OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: 'web1', target_node: 1, reason: [] },
  { OP_ID: 'OP_INSTANCE_REPLACE_DISKS', instance_name: 'web1', reason: [] },
  { OP_ID: 'OP_INSTANCE_REPLACE_DISKS', instance_name: 'web1', mode: 'nosuch', disks: [], reason: [] },
  { OP_ID: 'OP_INSTANCE_RECREATE_DISKS', instance_name: 'web1', disks: 1, reason: [] },
  { OP_ID: 'OP_NODE_SET_PARAMS', node_name: '', reason: [] },
]

export async function recordQueue(recorder: Recorder, jobFields: readonly string[]): Promise<void> {
  for (const opcode of OPCODES) {
    const accepted = await recorder.call(`opcode ${JSON.stringify(opcode)}`, 'SubmitJob', [opcode])
    if (accepted !== undefined) await recorder.finish(accepted)
  }
  await recorder.call('one bad of two', 'SubmitManyJobs', [[TAG], [{ ...TAG, x: 1 }]])
  await recorder.call('bad to drained', 'SubmitJobToDrainedQueue', [{ ...TAG, x: 1 }])
  const minimal = await recorder.call('minimal', 'SubmitJob', [TAG])
  await recorder.finish(minimal)
  await recorder.call('minimal all fields', 'QueryJobs', [minimal ?? null], [...jobFields])
  const full = {
    ...TAG,
    dry_run: true,
    debug_level: 2,
    priority: 10,
    depends: [[minimal ?? null, ['success']]],
  }
  const dry = await recorder.call('dry', 'SubmitJob', [{ ...full, comment: 'why', tags: ['e:f'] }])
  await recorder.finish(dry)
  await recorder.call('dry all fields', 'Query', 'job', [...jobFields], ['==', 'id', dry ?? null])
  const late = { ...DELAY, depends: [[dry ?? null, ['error']]] }
  const failed = await recorder.call('dependency not as wanted', 'SubmitJob', [late, TAG])
  await recorder.finish(failed)
  await recorder.call('dependency all fields', 'Query', 'job', [...jobFields], ['==', 'id', failed ?? null])
  const lost = await recorder.call('dependency unknown', 'SubmitJob', [
    { ...DELAY, depends: [[99_999, ['success']]] },
  ])
  await recorder.finish(lost)
  await recorder.call(
    'dependency unknown all fields',
    'Query',
    'job',
    [...jobFields],
    ['==', 'id', lost ?? null],
  )
  await recorder.call('missing job', 'Query', 'job', [...jobFields], ['==', 'id', 99_999])
  await recordLocks(recorder, jobFields)
  await recordDrained(recorder)
  await recordPaused(recorder, jobFields)
  await recordArchive(recorder, minimal ?? null)
}

/** Two jobs that want the lock of one node: one has it, one waits, whatever the speed of the machine. */
async function recordLocks(recorder: Recorder, jobFields: readonly string[]): Promise<void> {
  const delay = { ...DELAY, duration: 20, on_master: false, on_nodes: ['node2'], no_locks: false }
  const first = (await recorder.call('locks', 'SubmitJob', [delay])) ?? null
  await recorder.reach(first, 'running')
  const second = (await recorder.call('waits for locks', 'SubmitJob', [{ ...delay, duration: 1 }])) ?? null
  await recorder.reach(second, 'waiting')
  await recorder.call('locks held', 'Query', 'lock', ['name', 'mode', 'owner', 'pending'], null)
  await recorder.call('running and waiting', 'QueryJobs', [first, second], [...jobFields])
  await recorder.call('cancel waiting', 'CancelJob', second, false)
  await recorder.call('canceled while waiting', 'QueryJobs', [second], [...jobFields])
  await recorder.call('cancel running', 'CancelJob', first, false)
  await recorder.finish(first)
  await recorder.call('locks free', 'Query', 'lock', ['name', 'mode', 'owner', 'pending'], null)
}

async function recordDrained(recorder: Recorder): Promise<void> {
  await recorder.call('undrain what is not drained', 'SetDrainFlag', false)
  await recorder.call('drain', 'SetDrainFlag', true)
  await recorder.call('drain again', 'SetDrainFlag', true)
  await recorder.call('drained', 'QueryConfigValues', ['drain_flag'])
  await recorder.call('drained submit', 'SubmitJob', [TAG])
  await recorder.call('drained submit none', 'SubmitManyJobs', [])
  await recorder.call('drained submit bad', 'SubmitJob', [{ ...TAG, x: 1 }])
  const forced = await recorder.call('submit to drained', 'SubmitJobToDrainedQueue', [DELAY])
  await recorder.finish(forced)
  await recorder.call('undrain', 'SetDrainFlag', false)
}

/** Jobs held by a filter of ours stay queued, whatever the speed of the machine. */
async function recordPaused(recorder: Recorder, jobFields: readonly string[]): Promise<void> {
  const predicates = [['reason', ['=', 'reason', 'hold']]]
  const reason = [['test', 'why', 1_795_000_000_000_000_000]]
  const uuid = await recorder.call('pause filter', 'ReplaceFilter', null, 0, predicates, 'PAUSE', reason)
  const filterFields = ['uuid', 'watermark', 'priority', 'predicates', 'action', 'reason_trail']
  await recorder.call('filters', 'QueryFilters', null, filterFields)
  await recorder.call('filters of none', 'QueryFilters', [], filterFields)
  await recorder.call('filters by uuid', 'QueryFilters', [uuid ?? null, 'x'], ['uuid', 'action'])
  await recorder.call('filters as query', 'Query', 'filter', filterFields, null)
  await recorder.call('filters by uuid as query', 'Query', 'filter', ['action'], ['==', 'uuid', uuid ?? null])
  await recorder.call('filters by priority', 'Query', 'filter', ['uuid'], ['>', 'priority', 0])
  await recorder.call('change filter', 'ReplaceFilter', uuid ?? null, 3, predicates, ['RATE_LIMIT', 2], [])
  await recorder.call('changed filter', 'QueryFilters', null, filterFields)
  await recorder.call('change it back', 'ReplaceFilter', uuid ?? null, 0, predicates, 'PAUSE', reason)
  const held = { ...DELAY, reason: [['test', 'hold', 1]] }
  const id = (await recorder.call('held', 'SubmitJob', [held, held])) ?? null
  await recorder.call('held all fields', 'QueryJobs', [id], [...jobFields])
  await recorder.call('held as query', 'Query', 'job', [...jobFields], ['==', 'id', id])
  await recorder.call('held by status', 'Query', 'job', ['id'], ['==', 'status', 'queued'])
  await recorder.call('held by start', 'Query', 'job', ['id'], ['&', ['<', 'start_ts', 1], ['>', 'id', 9]])
  await recorder.call('change priority', 'ChangeJobPriority', id, -5)
  await recorder.call('change priority of text id', 'ChangeJobPriority', String(id), 7)
  await recorder.call('changed priority', 'QueryJobs', [id], ['priority', 'oppriority'])
  await recorder.call('change priority too high', 'ChangeJobPriority', id, 20)
  await recorder.call('change priority too low', 'ChangeJobPriority', id, -21)
  await recorder.call('wait without time', 'WaitForJobChange', id, ['status'], ['queued'], 0, 0)
  await recorder.call('wait a second', 'WaitForJobChange', id, ['status'], ['queued'], null, 1)
  await recorder.call('wait for other fields', 'WaitForJobChange', id, ['status', 'id'], ['queued'], null, 1)
  await recorder.call('archive held', 'ArchiveJob', id)
  await recorder.call('cancel held', 'CancelJob', id)
  await recorder.call('cancel again', 'CancelJob', id)
  await recorder.call('canceled all fields', 'QueryJobs', [id], [...jobFields])
  const second = (await recorder.call('second held', 'SubmitJob', [held])) ?? null
  await recorder.call('kill held', 'CancelJob', second, true)
  await recorder.call('killed all fields', 'QueryJobs', [second], [...jobFields])
  await recorder.call('delete filter', 'DeleteFilter', uuid ?? null)
  await recorder.call('delete it again', 'DeleteFilter', uuid ?? null)
  await recorder.call('change what is gone', 'ReplaceFilter', uuid ?? null, 0, [], 'ACCEPT', [])
  await recorder.call('delete that', 'DeleteFilter', uuid ?? null)
  const rejecting = await recorder.call('reject', 'ReplaceFilter', null, 0, predicates, 'REJECT', [])
  const rejected = await recorder.call('rejected', 'SubmitJob', [held])
  await recorder.finish(rejected)
  await recorder.call('rejected all fields', 'QueryJobs', [rejected ?? null], [...jobFields])
  await recorder.call('delete reject', 'DeleteFilter', rejecting ?? null)
}

async function recordArchive(recorder: Recorder, id: JsonValue): Promise<void> {
  await recorder.call('archive', 'ArchiveJob', id)
  await recorder.call('archive again', 'ArchiveJob', id)
  await recorder.call('archived', 'QueryJobs', [id], ['id', 'status', 'archived', 'summary', 'opresult'])
  await recorder.call('all without archived', 'QueryJobs', [], ['id', 'status', 'summary'])
  await recorder.call('all with archived', 'QueryJobs', null, ['id', 'archived'])
  await recorder.call('all with archived as query', 'Query', 'job', ['id', 'archived'], null)
  await recorder.call('filtered by archived', 'Query', 'job', ['id'], ['?', 'archived'])
  await recorder.call('filtered by not archived', 'Query', 'job', ['id'], ['!', ['?', 'archived']])
  await recorder.call('wait for archived', 'WaitForJobChange', id, ['status'], null, null, 1)
  await recorder.call('cancel archived', 'CancelJob', id, false)
  await recorder.call('priority of archived', 'ChangeJobPriority', id, 0)
  await recorder.call('before the first job', 'SubmitJob', [{ ...DELAY, depends: [[-9999, ['success']]] }])
  await recorder.call('archive all', 'AutoArchiveJobs', -1, 10)
  await recorder.call('archive none', 'AutoArchiveJobs', 86_400, 10)
  await recorder.call('left', 'QueryJobs', [], ['id', 'status'])
}
