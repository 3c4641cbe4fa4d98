import type { Outcome } from '../../../sim/driver/simulated-run.ts'
import type { ClusterDefinition, InstanceDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import type { Invariant } from '../../../sim/invariants/invariant.ts'
import type { Program } from '../../../sim/play/harep-run.ts'
import { Stage } from '../../../sim/play/stage.ts'
import type { WireFault } from '../../../sim/play/wire-fault.ts'
import type { JsonObject, JsonValue } from '../../../src/cluster/json.ts'
import type { HealingEvent } from '../../../src/run/healing/healing-event.ts'

export const ALLOW = 'ganeti:watcher:autorepair:'

/** The id of the repairs that are made by hand. */
export const REPAIR = '11111111-2222-4333-8444-555555555555'

/** A cluster of four nodes on which somebody does by hand, with harep's marks, what harep must never do. */
export class ByHand extends Stage {
  /** What befalls the wire of each run from now on. */
  wire: readonly WireFault[] = []

  constructor(
    invariants: Invariant | readonly Invariant[],
    instances: readonly InstanceDefinition[],
    but: Partial<ClusterDefinition> = {},
  ) {
    super({
      seed: 1,
      cluster: {
        cluster: { name: 'cluster.example.com', hypervisor: 'fake' },
        groups: [{ name: 'default' }],
        nodes: [1, 2, 3, 4].map(number => ({ name: `node${number}` })),
        instances,
        ...but,
      },
      harep: { everySeconds: 300, classic: false },
    })
    this.observers.push(...[invariants].flat().map(({ watch }) => watch(this)))
  }

  pass(seconds: number): void {
    this.kernel.runUntil(this.kernel.nowUs + seconds * 1_000_000)
  }

  /** What luxid is asked; gives its answer. */
  ask(method: string, ...args: JsonValue[]): JsonValue | undefined {
    let answer: JsonValue | undefined
    this.cluster.handle({ method, args }, ({ success, result }) => {
      if (!success) throw new Error(`${method} was refused: ${JSON.stringify(result)}`)
      answer = result
    })
    this.pass(5)
    return answer
  }

  submit(...opcodes: JsonObject[]): JsonValue | undefined {
    return this.ask('SubmitJob', opcodes)
  }

  /** Submits a repair of `instance` that looks like harep's. Gives its job. */
  repair(type: string, instance: string, ...opcodes: JsonObject[]): JsonValue | undefined {
    const reason = [
      ['harep', 'harep called', 0],
      ['harep', `repair ${type} ${REPAIR}`, 0],
      ['somebody', 'by hand', 0],
    ]
    const of = ({ OP_ID }: JsonObject) => (OP_ID === 'OP_TEST_DELAY' ? {} : { instance_name: instance })
    return this.submit(...opcodes.map(opcode => ({ ...opcode, ...of(opcode), reason })))
  }

  /** Writes or removes tags of an instance as a run of harep does. */
  tag(opId: 'OP_TAGS_SET' | 'OP_TAGS_DEL', name: string, ...tags: string[]): JsonValue | undefined {
    const reason = [['harep', 'harep called', 0]]
    return this.submit({ OP_ID: opId, kind: 'instance', name, tags, priority: -10, reason })
  }

  /** As repair(), and under a hold of harep's. */
  repairUnder(hold: string, type: string, instance: string, ...opcodes: JsonObject[]): void {
    const reason = [
      ['harep', 'harep called', 0],
      ['harep', hold, 0],
      ['harep', `repair ${type} ${REPAIR}`, 0],
    ]
    this.submit(...opcodes.map(opcode => ({ ...opcode, instance_name: instance, reason })))
  }

  /** A job of harep's as the original's ways make it: it has no mark, and begins with a delay. `by hand` holds it, too. */
  classicRepair(instance: string, ...opcodes: JsonObject[]): void {
    const reason = [
      ['harep', 'harep called', 0],
      ['somebody', 'by hand', 0],
    ]
    const delay = { OP_ID: 'OP_TEST_DELAY', duration: 10, on_master: false, on_nodes: [], reason }
    this.submit(delay, ...opcodes.map(opcode => ({ ...opcode, instance_name: instance, reason })))
  }

  /** A repair as harep makes it: held, put on record, and then let go. Its jobs are numbered from `job`. */
  repairRightly(job: number, type: string, instance: string, ...opcodes: JsonObject[]): void {
    const filter = this.hold()
    this.repair(type, instance, ...opcodes)
    this.tag('OP_TAGS_SET', instance, `${ALLOW}pending:${type}:${REPAIR}:1795338000:${job}`)
    this.ask('DeleteFilter', filter ?? '')
    this.pass(300)
  }

  /** A filter of harep's that holds what carries this text; gives its UUID. */
  holdOfHarep(text: string): string {
    const trail = [['harep', `${text} for 1 jobs`, 0]]
    return String(
      this.ask('ReplaceFilter', null, 0, [['reason', ['=', 'reason', text]]], 'PAUSE', trail) ?? '',
    )
  }

  /** What the last run has asked luxid for. */
  asked(...calls: readonly (readonly [method: string, ...args: JsonValue[]])[]): void {
    const effects = calls.map(([method, ...args]) => ({ kind: 'luxi', method, args }) as const)
    const process = this.runs.at(-1)?.process
    if (process !== undefined) Object.assign(process, { effects })
  }

  /** The faults stop, or nothing moves any more. */
  tell(what: 'calmBegan' | 'ended'): void {
    for (const observer of this.observers) observer[what]?.()
  }

  /** Something of the timeline has happened. */
  happened(fault: string): void {
    const what = { fault, layer: 'people', text: fault, about: undefined, tookPlace: true } as const
    for (const observer of this.observers) observer.happened?.(what)
  }

  /** Keeps all repairs in the queue. */
  hold(): JsonValue | undefined {
    return this.ask('ReplaceFilter', null, 0, [['reason', ['=', 'reason', 'by hand']]], 'PAUSE', [])
  }

  /** A run of harep that sees to everything and does nothing, or has another outcome. */
  idleRun(
    outcome: Outcome<0 | 1> = { kind: 'returned', value: 0 },
    seconds = 10,
    events: readonly HealingEvent[] = [],
    meanwhile = () => {},
    program: Program = 'harep',
  ): void {
    const process = { events, effects: [], outcome: undefined, kill: () => {} }
    const number = this.runs.length + 1
    const { wire, kernel, runningMaster: node = 'node1' } = this
    const run = { number, program, node, startUs: kernel.nowUs, process, wire } as const
    this.runs.push(run)
    for (const observer of this.observers) observer.runStarted?.(run)
    meanwhile()
    this.pass(seconds)
    Object.assign(process, { outcome })
    for (const observer of this.observers) observer.runEnded?.(run)
  }

  /** The sentences of what was found. */
  get found(): readonly string[] {
    return this.violations.map(({ what }) => what)
  }
}

/** A running mirrored instance on the first two nodes. */
export function web(but: Partial<InstanceDefinition> = {}): InstanceDefinition {
  return {
    ...{ name: 'web', diskTemplate: 'drbd', primary: 'node2', secondary: 'node3', memoryMiB: 512 },
    tags: [`${ALLOW}reinstall`],
    ...but,
  }
}

export const FAILOVER = { OP_ID: 'OP_INSTANCE_FAILOVER', ignore_consistency: true }
export const REPLACE = {
  OP_ID: 'OP_INSTANCE_REPLACE_DISKS',
  mode: 'replace_new_secondary',
  iallocator: 'hail',
}
