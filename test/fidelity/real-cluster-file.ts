import type {
  AllocPolicy,
  ClusterDefinition,
  FinishedJobDefinition,
  GroupDefinition,
  InstanceDefinition,
  NodeDefinition,
} from '../../sim/ganeti/cluster-definition.ts'
import type { Timing } from '../../sim/ganeti/timing.ts'

/*
 * The files from which the script `real-ganeti` makes a real cluster: a thing a line, `#` starts a comment.
 *
 *   cluster tags=T,T
 *   group NAME [alloc_policy=P] [tags=T,T]
 *   node  NAME [group=G] [drained] [tags=T,T]
 *   inst  NAME TEMPLATE pnode=N [snode=N] [disk=MiB,MiB] [mem=MiB] [vcpus=N] [down] [tags=T,T]
 *
 * From the same file comes the simulated cluster that the real one is held against, with the jobs in its queue that made
 * the real one, so that the ids of later jobs are the same in both.
 */

/** What the script gives all nodes, in MiB, whatever the machine has. */
const NODE_SIZE = { memoryMiB: 16_384, reservedMemoryMiB: 1_024, diskMiB: 102_400, cpus: 8 } as const

/**
 * The script's hypervisor and storage are fakes that need no time of their own, so what is left is what Ganeti needs
 * itself: seen on 2026-11-24 from opexec and opend of the jobs of some stories. A node without power refuses connections
 * at once, since its address is this machine's.
 */
const FAKE_HYPERVISOR_TIMING: Partial<Timing> = {
  deadCandidateMs: 0,
  tagsMs: 100,
  failoverMs: 600,
  migrateMs: 800,
  startupMs: 500,
  shutdownMs: 500,
  reinstallMs: 500,
  createDisksMs: 300,
  nodeSetParamsMs: 1_200,
  iallocatorMs: 500,
  resyncMiBPerSecond: 0,
}

/** One line of the file. */
interface Line {
  readonly words: readonly string[]
  readonly values: ReadonlyMap<string, string>
  readonly tags: readonly string[]
}

/** The simulated twin of the real cluster that is made from this text. Throws RangeError for a line it cannot have. */
export function simulatedTwin(text: string): ClusterDefinition {
  const lines = text.split('\n').map(readLine)
  const ofKind = (kind: string) => lines.filter(({ words }) => words[0] === kind)
  const stray = lines.find(
    ({ words: [kind = ''] }) => !['', 'cluster', 'group', 'node', 'inst'].includes(kind),
  )
  if (stray !== undefined)
    throw new RangeError(`a cluster file has no line like this: ${stray.words.join(' ')}`)
  const groups = ofKind('group').map(groupOf)
  const nodes = ofKind('node').map(nodeOf)
  const instances = ofKind('inst').map(instanceOf)
  const tags = ofKind('cluster').flatMap(line => line.tags)
  return {
    cluster: {
      name: 'cluster',
      hypervisor: 'fake',
      diskTemplates: ['drbd', 'plain', 'diskless'],
      policyDiskTemplates: ['plain', 'drbd', 'diskless'],
      tags,
    },
    groups: [...(groups.some(({ name }) => name === 'default') ? [] : [{ name: 'default' }]), ...groups],
    nodes,
    instances,
    timing: FAKE_HYPERVISOR_TIMING,
    finishedJobs: history({ tags, groups, nodes, instances }),
  }
}

function readLine(text: string): Line {
  const words = text
    .replace(/#.*/, '')
    .split(/\s+/)
    .filter(word => word !== '')
  const values = new Map(
    words.flatMap(word => {
      const [key = '', value] = splitOnce(word, '=')
      return value === undefined ? [] : [[key, value] as const]
    }),
  )
  const tags = (values.get('tags') ?? '').split(',').filter(tag => tag !== '')
  return { words: words.filter(word => !word.includes('=')), values, tags }
}

function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
  const position = text.indexOf(separator)
  return position < 0 ? [text, undefined] : [text.slice(0, position), text.slice(position + 1)]
}

function groupOf({ words, values, tags }: Line): GroupDefinition {
  const policy = values.get('alloc_policy')
  return {
    name: nameIn(words),
    ...(policy === undefined ? {} : { allocPolicy: allocPolicy(policy) }),
    tags,
  }
}

function allocPolicy(text: string): AllocPolicy {
  if (text === 'preferred' || text === 'last_resort' || text === 'unallocable') return text
  throw new RangeError(`no allocation policy: ${text}`)
}

function nodeOf({ words, values, tags }: Line): NodeDefinition {
  // The script marks a node offline with more jobs than one can tell from the file; a story does so itself.
  if (words.includes('offline'))
    throw new RangeError(`${nameIn(words)}: a story marks its nodes offline itself`)
  return {
    name: nameIn(words),
    group: values.get('group') ?? 'default',
    drained: words.includes('drained'),
    tags,
    ...NODE_SIZE,
  }
}

function instanceOf({ words, values, tags }: Line): InstanceDefinition {
  const diskTemplate = templateOf(words[2] ?? '')
  const secondary = values.get('snode')
  // One without disks gets no operating system either, and one without an operating system is not started.
  const isDown = words.includes('down') || diskTemplate === 'diskless'
  return {
    name: nameIn(words),
    diskTemplate,
    primary: values.get('pnode') ?? '',
    ...(secondary === undefined ? {} : { secondary }),
    disksMiB: diskTemplate === 'diskless' ? [] : (values.get('disk') ?? '128').split(',').map(Number),
    memoryMiB: Number(values.get('mem') ?? 64),
    vcpus: Number(values.get('vcpus') ?? 1),
    os: 'dummy+default',
    adminState: isDown ? 'down' : 'up',
    tags,
  }
}

function templateOf(text: string): InstanceDefinition['diskTemplate'] {
  if (text === 'drbd' || text === 'plain' || text === 'diskless') return text
  throw new RangeError(`the script makes no instance of disk template ${text}`)
}

function nameIn([, name]: readonly string[]): string {
  if (name === undefined) throw new RangeError('a line of a cluster file has no name')
  return name
}

/** The jobs by which the script makes the cluster, in its order. */
function history(made: {
  readonly tags: readonly string[]
  readonly groups: readonly GroupDefinition[]
  readonly nodes: readonly NodeDefinition[]
  readonly instances: readonly InstanceDefinition[]
}): readonly FinishedJobDefinition[] {
  const [first, ...others] = made.nodes
  const job = (OP_ID: string, values: Readonly<Record<string, string>> = {}) => ({
    opcodes: [{ OP_ID, ...values }],
  })
  const tagged = (kind: string, { name, tags = [] }: { name: string; tags?: readonly string[] }) =>
    tags.length === 0 ? [] : [job('OP_TAGS_SET', { kind, name })]
  return [
    job('OP_CLUSTER_POST_INIT'),
    ...made.groups
      .filter(({ name }) => name !== 'default')
      .map(({ name }) => job('OP_GROUP_ADD', { group_name: name })),
    ...made.groups
      .filter(({ name, allocPolicy: policy }) => name === 'default' && policy !== undefined)
      .map(({ name }) => job('OP_GROUP_SET_PARAMS', { group_name: name })),
    ...(others.length === 0
      ? []
      : [{ opcodes: others.map(({ name }) => ({ OP_ID: 'OP_NODE_ADD', node_name: name })) }]),
    ...(first?.group === 'default' ? [] : [job('OP_GROUP_ASSIGN_NODES', { group_name: first?.group ?? '' })]),
    ...made.instances.map(({ name }) => job('OP_INSTANCE_CREATE', { instance_name: name })),
    ...tagged('cluster', { name: 'cluster', tags: made.tags }),
    ...made.groups.flatMap(group => tagged('nodegroup', group)),
    ...made.nodes.flatMap(node => tagged('node', node)),
    ...made.nodes
      .filter(({ drained }) => drained === true)
      .map(({ name }) => job('OP_NODE_SET_PARAMS', { node_name: name })),
  ]
}
