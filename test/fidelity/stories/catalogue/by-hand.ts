import type { JsonObject } from '../../../../src/cluster/json.ts'
import { compare, harep, job, offline, online, removeTags, start, stop } from '../steps.ts'
import type { Step, Story } from '../story.ts'

const AT_ONCE = '--job-delay=0'

/** What an admin does where harep has failed or does nothing, and what Ganeti refuses to do. */
export const BY_HAND: readonly Story[] = [
  {
    // What harep's repair of a running instance leaves half done: its disks are made anew, and it is not installed.
    name: 'reinstalled-by-hand',
    cluster: 'redundant.cluster',
    steps: [
      offline('node2'),
      harep(AT_ONCE),
      stop('db2'),
      job({ OP_ID: 'OP_INSTANCE_REINSTALL', instance_name: 'db2' }),
      start('db2'),
      removeTags('db2', 'ganeti:watcher:autorepair:result:'),
      compare,
      harep(AT_ONCE),
      compare,
    ],
  },
  {
    // A node that was dead while an instance was made anew elsewhere still has the instance's old disk.
    name: 'old-volumes',
    cluster: 'redundant.cluster',
    steps: [
      offline('node2'),
      recreate('db1', { nodes: ['node4'] }),
      compare,
      online('node2'),
      recreate('db1', { nodes: ['node2'] }),
      compare,
      start('db1'),
      compare,
    ],
  },
  {
    name: 'disks-replaced-by-hand',
    cluster: 'redundant.cluster',
    steps: [
      replace('web1', { mode: 'replace_on_primary' }),
      replace('web1', { mode: 'replace_on_secondary' }),
      replace('web1', { mode: 'replace_auto' }),
      replace('web1', { mode: 'replace_new_secondary', remote_node: 'node2' }),
      stop('web2'),
      replace('web2', { mode: 'replace_new_secondary', remote_node: 'node1' }),
      compare,
      job({ OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: 'web2' }),
      job({ OP_ID: 'OP_INSTANCE_MIGRATE', instance_name: 'web1' }),
      start('web2'),
      compare,
    ],
  },
  {
    name: 'refusals',
    cluster: 'redundant.cluster',
    steps: [
      offline('node2'),
      job({ OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: 'db1' }),
      job({ OP_ID: 'OP_INSTANCE_MIGRATE', instance_name: 'db1' }),
      job({ OP_ID: 'OP_INSTANCE_MIGRATE', instance_name: 'web1', target_node: 'node1' }),
      job({ OP_ID: 'OP_INSTANCE_REINSTALL', instance_name: 'db1' }),
      job({ OP_ID: 'OP_INSTANCE_REINSTALL', instance_name: 'web1' }),
      start('db1'),
      stop('db2'),
      recreate('web1', { iallocator: 'hail' }),
      recreate('web1', { nodes: ['node1'] }),
      recreate('db1', { nodes: ['node2'] }),
      replace('db2', { mode: 'replace_new_secondary', iallocator: 'hail' }),
      replace('web1', { mode: 'replace_new_secondary' }),
      replace('web1', { mode: 'replace_new_secondary', remote_node: 'node2' }),
      replace('web1', { mode: 'replace_new_secondary', remote_node: 'node3' }),
      replace('web1', { mode: 'replace_new_secondary', remote_node: 'node4' }),
      replace('web1', { mode: 'replace_auto', iallocator: 'hail' }),
      job({ OP_ID: 'OP_INSTANCE_MOVE', instance_name: 'web1', target_node: 'node1' }),
      job({ OP_ID: 'OP_TAGS_SET', kind: 'instance', name: 'nowhere', tags: ['tag'] }),
      job({ OP_ID: 'OP_TAGS_SET', kind: 'instance', name: 'web1', tags: ['no tag'] }),
      job({ OP_ID: 'OP_TAGS_DEL', kind: 'instance', name: 'web1', tags: ['absent', 'another'] }),
      job({ OP_ID: 'OP_NODE_SET_PARAMS', node_name: 'node1', force: true, offline: true }),
      job({ OP_ID: 'OP_NODE_SET_PARAMS', node_name: 'node3', force: true, offline: true, drained: true }),
      job({ OP_ID: 'OP_NODE_SET_PARAMS', node_name: 'node2', force: true, offline: false }),
      job({ OP_ID: 'OP_TEST_DELAY', duration: 0 }),
      job({ OP_ID: 'OP_TEST_DELAY', duration: 0 }, { OP_ID: 'OP_TEST_DELAY', duration: 1 }),
      compare,
    ],
  },
]

function recreate(instance: string, values: JsonObject): Step {
  return job({ OP_ID: 'OP_INSTANCE_RECREATE_DISKS', instance_name: instance, ...values })
}

function replace(instance: string, values: JsonObject): Step {
  return job({ OP_ID: 'OP_INSTANCE_REPLACE_DISKS', instance_name: instance, ...values })
}
