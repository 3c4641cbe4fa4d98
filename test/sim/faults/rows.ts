import type { FaultName, Happening } from '../../../sim/faults/all.ts'
import type { Stage } from '../../../sim/play/stage.ts'

/** What one fault does to the world of setting.ts, and to harep. */
export interface Row {
  readonly happens: readonly Happening[]
  /** What is looked at, and when, in seconds; once more when all is over. */
  readonly look?: (stage: Stage) => unknown
  readonly times?: readonly number[]
  readonly looks?: readonly unknown[]
  /** What the trace says. */
  readonly trace: RegExp
  /** What happens before; else node2 dies. */
  readonly before?: readonly Happening[]
}

const at = 250
const tags = (name: string) => (stage: Stage) => [...stage.instance(name).tags]
const node = (name: string) => (stage: Stage) => stage.node(name)
const isOn = (name: string) => (stage: Stage) => node(name)(stage).hardware.poweredOn
const primary = (stage: Stage) => stage.truth.node(stage.instance('vm1').primaryUuid).name
const repairs = (stage: Stage) =>
  stage.cluster.jobs().filter(({ opcodes }) => JSON.stringify(opcodes).includes('"repair failover')).length
const runsNow = (name: string) => (stage: Stage) => {
  const { uuid } = stage.instance(name)
  return [...stage.truth.nodesByName.values()].some(({ hardware }) => hardware.guests.has(uuid))
}
const unfinished = (stage: Stage) =>
  stage.cluster.jobs().filter(({ status }) => status === 'running' || status === 'waiting').length

export const ROWS: { readonly [Name in FaultName]: Row } = {
  'power-off': {
    happens: [{ at, do: 'power-off', node: 'node3' }],
    look: isOn('node3'),
    times: [200, 251],
    looks: [true, false, false],
    trace: /guest {4}vm3 stops/,
  },
  'power-on': {
    happens: [{ at, do: 'power-on', node: 'node2' }],
    look: isOn('node2'),
    times: [200, 251],
    looks: [false, true, true],
    trace: /node2 has its power again/,
  },
  flap: {
    happens: [{ at, do: 'flap', node: 'node3', times: 2, seconds: 5 }],
    look: isOn('node3'),
    times: [251, 256, 261, 266],
    looks: [false, true, false, true, true],
    trace: /guest {4}vm3 stops/,
  },
  'mark-offline': {
    happens: [{ at, do: 'mark-offline', node: 'node4' }],
    look: stage => node('node4')(stage).offline,
    times: [200, 251],
    looks: [false, true, true],
    trace: /vm3: Repair begun: fix-storage/,
  },
  'mark-online': {
    happens: [{ at, do: 'mark-online', node: 'node2' }],
    look: stage => node('node2')(stage).offline,
    times: [200, 251],
    looks: [true, false, false],
    trace: /vm1: needs repair.*does not answer/,
  },
  'bring-back': {
    happens: [
      { at: at - 20, do: 'bring-back', node: 'node2' },
      { at, do: 'power-on', node: 'node2' },
      { at: at + 20, do: 'bring-back', node: 'node2' },
    ],
    look: stage => node('node2')(stage).offline,
    times: [245, 255, 275],
    looks: [true, true, false, false],
    trace: /NODE_SET_PARAMS/,
  },
  drain: {
    happens: [{ at, do: 'drain', node: 'node3' }],
    look: stage => node('node3')(stage).drained,
    times: [200, 251],
    looks: [false, true, true],
    trace: /vm3: Repair begun: migrate/,
    before: [],
  },
  undrain: {
    happens: [{ at, do: 'undrain', node: 'node3' }],
    look: stage => node('node3')(stage).drained,
    times: [200, 251],
    looks: [true, false, false],
    trace: /vm3: healthy/,
    before: [{ at: 100, do: 'drain', node: 'node3' }],
  },
  'both-legs-die': {
    happens: [{ at, do: 'both-legs-die', instance: 'vm3' }],
    look: stage => [isOn('node3')(stage), isOn('node4')(stage)],
    times: [200, 251],
    looks: [
      [true, true],
      [false, false],
      [false, false],
    ],
    trace: /guest {4}vm3 stops/,
  },
  'master-dies': {
    happens: [{ at, do: 'master-dies' }],
    look: isOn('node1'),
    times: [200, 251, 549],
    looks: [true, false, false, true],
    trace: /the master loses its power\n.*calm/,
  },
  'master-failover': {
    happens: [{ at, do: 'master-failover', node: 'node3' }],
    look: stage => stage.cluster.machine('node3').isMaster,
    times: [200, 251],
    looks: [false, true, true],
    trace: /run 1 of harep on node3 begins/,
  },
  'cut-network': {
    happens: [{ at, do: 'cut-network', node: 'node4' }],
    look: stage => node('node4')(stage).hardware.isReachable,
    times: [200, 251, 549],
    looks: [true, false, false, true],
    trace: /vm3: needs repair: .*node4 does not answer/,
  },
  'restore-network': {
    happens: [{ at, do: 'restore-network', node: 'node4' }],
    look: stage => node('node4')(stage).hardware.isReachable,
    times: [200, 251],
    looks: [false, true, true],
    trace: /vm3: healthy/,
    before: [{ at: 100, do: 'cut-network', node: 'node4' }],
  },
  'stop-noded': {
    happens: [{ at, do: 'stop-noded', node: 'node4' }],
    look: stage => node('node4')(stage).hardware.runsNoded,
    times: [200, 251, 549],
    looks: [true, false, false, true],
    trace: /vm3: needs repair: .*node4 does not answer/,
  },
  'break-storage': {
    happens: [{ at, do: 'break-storage', node: 'node3' }],
    look: stage => node('node3')(stage).hardware.hasBrokenStorage,
    times: [200, 251, 549],
    looks: [false, true, true, false],
    trace: /job {6}\d+ is error: INSTANCE_FAILOVER\(vm1\)/,
  },
  'fill-node': {
    happens: ['node1', 'node3', 'node4'].map(name => ({ at, do: 'fill-node', node: name, what: 'storage' })),
    look: stage => node('node3')(stage).hardware.filledDiskMiB > 0,
    times: [200, 251, 549],
    looks: [false, true, true, false],
    trace: /vm2: needs repair: .*room/,
  },
  'os-create-fails': {
    happens: [{ at, do: 'os-create-fails' }],
    look: stage => stage.cluster.jobs().some(({ opcodeStatuses }) => opcodeStatuses[2] === 'error'),
    times: [200, 400],
    looks: [false, true, true],
    trace: /is error: .*INSTANCE_REINSTALL\(vm2\)/,
  },
  'refuse-connections': {
    happens: [{ at, do: 'refuse-connections', seconds: 200 }],
    look: stage => stage.refusedUntilUs > stage.kernel.nowUs,
    times: [200, 251, 449, 451],
    looks: [false, true, true, false, false],
    trace: /run 1 ends with an error: .*nobody listens/,
  },
  'lose-request': {
    happens: [{ at, do: 'lose-request', call: 0, method: 'SubmitManyJobs' }],
    look: repairs,
    times: [301],
    looks: [0, 1],
    trace: /the connection to luxid broke/,
  },
  'cut-request': {
    happens: [{ at, do: 'cut-request', call: 0, percent: 99 }],
    trace: /run 1 ends with an error: luxid ended the connection before answering QueryConfigValues/,
  },
  'lose-answer': {
    happens: [{ at, do: 'lose-answer', call: 0, method: 'SubmitManyJobs' }],
    look: repairs,
    times: [301],
    looks: [1, 1],
    trace: /vm1: Taken on: failover/,
  },
  'cut-answer': {
    happens: [{ at, do: 'cut-answer', call: 1, percent: 50 }],
    trace: /run 1 ends with an error: .*ended the connection before answering/,
  },
  'split-answer': {
    happens: [{ at, do: 'split-answer', call: 0, method: 'SubmitManyJobs', bytes: 1 }],
    look: repairs,
    times: [301],
    looks: [1, 1],
    trace: /vm1: Repair begun: failover/,
  },
  'double-answer': {
    happens: [{ at, do: 'double-answer', call: 0 }],
    trace: /run 1 ends with an error: luxid sent bytes that nobody asked for/,
  },
  'garble-answer': {
    happens: [{ at, do: 'garble-answer', call: 0, how: 'half' }],
    trace: /run 1 ends with an error: luxid's answer is no JSON/,
  },
  'late-answer': {
    happens: [{ at, do: 'late-answer', call: 0, seconds: 181 }],
    trace: /0h08m00s .*run 1 ends with an error: no answer to QueryConfigValues/,
  },
  'archive-job': {
    happens: [{ at, do: 'archive-job' }],
    look: stage => stage.cluster.jobs().some(({ id }) => id === 1),
    times: [302, 400],
    looks: [true, false, false],
    trace: /somebody archives a repair/,
  },
  'cancel-repair': {
    happens: [{ at, do: 'cancel-repair', kill: false }],
    trace: /is canceled: INSTANCE_FAILOVER\(vm1\)/,
  },
  'drain-queue': {
    happens: [{ at, do: 'drain-queue' }],
    look: repairs,
    times: [549],
    looks: [0, 1],
    trace: /run 1 ends/,
  },
  'undrain-queue': {
    happens: [{ at, do: 'undrain-queue' }],
    look: repairs,
    times: [400],
    looks: [1, 1],
    trace: /vm1: Repair begun: failover/,
    before: [
      { at: 10, do: 'drain-queue' },
      { at: 20, do: 'mark-offline', node: 'node2' },
    ],
  },
  'busy-queue': {
    happens: [{ at, do: 'busy-queue', jobs: 30, seconds: 60 }],
    look: unfinished,
    times: [249, 290, 330, 400],
    looks: [0, 20, 10, 0, 0],
    trace: /is queued: INSTANCE_FAILOVER\(vm1\)/,
  },
  'pause-jobs': {
    happens: [{ at, do: 'pause-jobs' }],
    look: stage => [repairs(stage), stage.cluster.jobFilters().length],
    times: [249, 302, 549],
    looks: [
      [0, 0],
      [1, 2],
      [1, 1],
      [2, 0],
    ],
    trace: /a job filter of an admin lets no job begin/,
  },
  'tag-job-trouble': {
    happens: [{ at, do: 'tag-job-trouble', how: 'dies', done: 0 }],
    trace: /is error: TAGS_SET\(vm1\)/,
  },
  'fill-slots': {
    happens: [{ at, do: 'fill-slots' }],
    look: unfinished,
    times: [249, 290, 549],
    looks: [0, 20, 20, 0],
    trace: /is queued: INSTANCE_FAILOVER\(vm1\)/,
  },
  'hold-locks': {
    happens: [{ at, do: 'hold-locks', node: 'node3' }],
    look: primary,
    times: [549],
    looks: ['node2', 'node3'],
    trace: /is waiting: INSTANCE_FAILOVER\(vm1\)/,
  },
  'kill-process': {
    happens: [{ at, do: 'kill-process' }],
    trace: /is error: INSTANCE_FAILOVER\(vm1\)|is error: INSTANCE_SHUTDOWN\(vm2\)/,
  },
  'lose-job-file': {
    happens: [{ at, do: 'lose-job-file' }],
    look: stage => stage.cluster.jobs().some(({ id }) => id === 1),
    times: [301],
    looks: [false, false],
    trace: /the file of a repair is lost/,
  },
  'opcode-fails': {
    happens: [{ at, do: 'opcode-fails', opcode: 'OP_INSTANCE_FAILOVER', error: 'OpPrereqError:wrong_state' }],
    look: primary,
    times: [549],
    looks: ['node2', 'node3'],
    trace: /is error: INSTANCE_FAILOVER\(vm1\)/,
  },
  'refuse-jobs': {
    happens: [{ at, do: 'refuse-jobs', jobs: 1 }],
    look: repairs,
    times: [301, 603],
    looks: [0, 1, 1],
    trace: /vm1: .*not submitted: Failed to write .*No space left on device/,
  },
  'stuck-job': {
    happens: [{ at, do: 'stuck-job' }],
    look: unfinished,
    times: [400, 549],
    looks: [1, 1, 0],
    trace: /the process of a repair hangs/,
  },
  'clock-jumps': {
    happens: [{ at, do: 'clock-jumps', seconds: 7200 }],
    look: stage => stage.clock.nowUs - stage.kernel.nowUs,
    times: [200, 251],
    looks: [0, 7_200_000_000, 7_200_000_000],
    trace: /pending:failover:[0-9a-f]+:17953455\d\d:1/,
  },
  'clock-skew': {
    happens: [{ at, do: 'clock-skew', seconds: -3600 }],
    look: stage => stage.clockSkewUs,
    times: [200, 251, 549],
    looks: [0, -3_600_000_000, -3_600_000_000, 0],
    trace: /pending:failover:[0-9a-f]+:17953347\d\d:1/,
  },
  'add-tags': {
    happens: [{ at, do: 'add-tags', kind: 'instance', name: 'vm2', tags: ['a', 'owner:anna'] }],
    look: tags('vm2'),
    times: [251],
    looks: [['owner:anna', 'a'], whatever()],
    trace: /somebody adds a owner:anna to vm2/,
  },
  'remove-tags': {
    happens: [
      { at, do: 'remove-tags', kind: 'cluster', name: '', tags: ['ganeti:watcher:autorepair:reinstall'] },
    ],
    look: repairs,
    times: [400],
    looks: [0, 0],
    trace: /vm1: repair disallowed/,
  },
  'remove-filters': {
    happens: [
      { at, do: 'harep-dies', effect: 22, when: 'after' },
      { at: 400, do: 'remove-filters' },
    ],
    look: stage => stage.cluster.jobFilters().length,
    times: [399, 401],
    looks: [1, 0, 0],
    trace: /an admin removes all job filters\n.*job {6}1 is waiting/,
  },
  'remove-instance': {
    happens: [{ at, do: 'remove-instance', instance: 'vm1' }],
    look: stage => stage.truth.instancesByName.has('vm1'),
    times: [200, 251],
    looks: [true, false, false],
    trace: /the owner removes vm1\n(?!.*vm1:)/,
  },
  'replace-tags': {
    happens: [{ at, do: 'replace-tags', kind: 'instance', name: 'vm2', tags: ['b'] }],
    look: tags('vm2'),
    times: [251],
    looks: [['b'], whatever()],
    trace: /somebody replaces all tags of vm2 by b/,
  },
  suspend: {
    happens: [{ at, do: 'suspend', kind: 'instance', name: 'vm1', seconds: 100 }],
    look: repairs,
    times: [400, 700],
    looks: [0, 1, 1],
    trace: /vm1: suspended/,
  },
  unsuspend: {
    happens: [{ at, do: 'unsuspend', kind: 'instance', name: 'vm1' }],
    look: repairs,
    times: [400],
    looks: [1, 1],
    trace: /somebody ends the suspensions of vm1/,
    before: [
      { at: 10, do: 'mark-offline', node: 'node2' },
      { at: 20, do: 'suspend', kind: 'instance', name: 'vm1' },
    ],
  },
  clear: {
    happens: [{ at: 450, do: 'clear', instance: 'vm1', all: false }],
    look: stage => tags('vm1')(stage).some(tag => tag.includes(':result:failover:')),
    times: [440, 460],
    looks: [true, false, whatever()],
    trace: /job {6}\d+ is success: TAGS_DEL\(vm1\)/,
    before: [
      { at: 10, do: 'mark-offline', node: 'node2' },
      {
        at: 20,
        do: 'add-tags',
        kind: 'instance',
        name: 'vm1',
        tags: ['ganeti:watcher:autorepair:result:failover:x:1795338000:failure:4711'],
      },
    ],
  },
  'fix-by-hand': {
    happens: [{ at, do: 'fix-by-hand', instance: 'vm1', how: 'failover' }],
    look: primary,
    times: [249, 290],
    looks: ['node2', 'node3', 'node3'],
    trace: /vm1: Repair begun: fix-storage/,
  },
  'stop-instance': {
    happens: [{ at, do: 'stop-instance', instance: 'vm3' }],
    look: runsNow('vm3'),
    times: [249, 290],
    looks: [true, false, false],
    trace: /is success: INSTANCE_SHUTDOWN\(vm3\)/,
  },
  'start-instance': {
    happens: [{ at, do: 'start-instance', instance: 'vm3' }],
    look: runsNow('vm3'),
    times: [249, 290],
    looks: [false, true, true],
    trace: /is success: INSTANCE_STARTUP\(vm3\)/,
    before: [{ at: 100, do: 'crash-instance', instance: 'vm3' }],
  },
  'crash-instance': {
    happens: [{ at, do: 'crash-instance', instance: 'vm3' }],
    look: runsNow('vm3'),
    times: [249, 251],
    looks: [true, false, false],
    trace: /guest {4}vm3 stops/,
  },
  'second-harep': {
    happens: [{ at: 300, do: 'second-harep' }],
    trace: /run 2, of a second harep, on node1 begins/,
  },
  'original-takes-turns': {
    happens: [
      { at, do: 'original-takes-turns' },
      { at: 700, do: 'add-tags', kind: 'instance', name: 'vm3', tags: ['c'] },
    ],
    look: stage => stage.runs.map(({ program }) => program),
    times: [700],
    looks: [['classic', 'harep'], whatever()],
    trace: /run 1 of .*begins/,
  },
  watcher: {
    happens: [{ at, do: 'watcher' }],
    look: stage =>
      stage.cluster.jobs().some(({ opcodes }) => JSON.stringify(opcodes).includes('gnt:watcher')),
    times: [249, 400],
    looks: [false, true, true],
    trace: /GROUP_VERIFY_DISKS/,
  },
  'admin-marks-dead': {
    happens: [{ at, do: 'admin-marks-dead', seconds: 60, fences: true }],
    look: stage => [node('node2')(stage).offline, node('node4')(stage).offline],
    times: [249, 549],
    looks: [
      [false, false],
      [true, false],
      [true, false],
    ],
    trace: /NODE_SET_PARAMS/,
    before: [{ at: 10, do: 'power-off', node: 'node2' }],
  },
  'harep-dies': {
    happens: [{ at, do: 'harep-dies', effect: 5, when: 'before' }],
    look: stage => stage.runs.map(({ process }) => process.outcome?.kind),
    times: [400],
    looks: [['killed'], whatever()],
    trace: /run 1 .*killed/,
  },
  'harep-hangs': {
    happens: [{ at, do: 'harep-hangs', effect: 5, seconds: 120 }],
    look: stage => stage.runs.map(({ process }) => process.outcome?.kind),
    times: [400, 430],
    looks: [[undefined], ['returned'], whatever()],
    trace: /0h07m0.s .*run 1 ends/,
  },
}

/** What does not matter in the end. */
function whatever(): unknown {
  return { asymmetricMatch: () => true, toString: () => 'Anything' }
}
