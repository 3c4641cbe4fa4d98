import type { JsonObject } from '../../../src/cluster/json.ts'
import type { AnyObject, InstanceState } from '../../ganeti/state/objects.ts'
import { oneForEachPlay } from '../../play/one-for-each-play.ts'
import type { Stage } from '../../play/stage.ts'
import { instancesIn } from './marks.ts'

/** What an object of the configuration was like from some time on. */
export interface Version {
  /** Microseconds since the beginning of the play. */
  readonly sinceUs: number
  readonly tags: readonly string[]
  /** `flags` of a node: offline or drained; of an instance its admin state. */
  readonly flags: string
  /** The nodes of an instance, the primary first, by UUID. */
  readonly nodes: readonly string[]
  readonly serialNo: number
}

/**
 * What the cluster's configuration was at each moment of a play, so that what a run does can be judged by what it may have seen a moment
 * ago. All objects are looked at when something of the timeline happens; beside that only those that a job names, when
 * it has ended an opcode.
 */
export class TruthLog {
  readonly #stage: Stage
  readonly #versions = new Map<string, Version[]>()

  constructor(stage: Stage) {
    this.#stage = stage
    this.lookAtAll()
  }

  /** The versions of an object that were so at some time since then, the oldest first; never none. */
  since(object: { readonly uuid: string }, sinceUs: number): readonly Version[] {
    const versions = this.#versions.get(object.uuid) ?? []
    const first = versions.findLastIndex(version => version.sinceUs <= sinceUs)
    return versions.slice(Math.max(first, 0))
  }

  /** Whether anything about an object was otherwise at some time since then. */
  hasChanged(object: { readonly uuid: string }, sinceUs: number): boolean {
    return (this.#versions.get(object.uuid)?.at(-1)?.sinceUs ?? 0) > sinceUs
  }

  lookAtAll(): void {
    const { cluster, groupsByName, nodesByName, instancesByName } = this.#stage.truth
    this.#look(cluster)
    for (const group of groupsByName.values()) this.#look(group)
    for (const node of nodesByName.values()) this.#look(node)
    for (const instance of instancesByName.values()) this.#look(instance)
  }

  lookAtNamed(opcodes: readonly JsonObject[]): void {
    const { truth } = this.#stage
    for (const name of instancesIn(opcodes)) {
      const instance = truth.instancesByName.get(name)
      if (instance !== undefined) this.#look(instance)
    }
    for (const { OP_ID: opId, kind, name, node_name: node } of opcodes) {
      if (kind === 'cluster') this.#look(truth.cluster)
      const group = kind === 'nodegroup' ? truth.groupsByName.get(String(name)) : undefined
      if (group !== undefined) this.#look(group)
      const named = truth.nodesByName.get(String(node ?? name))
      if (named !== undefined) this.#look(named)
      if (opId === 'OP_GROUP_SET_PARAMS' || opId === 'OP_NODE_EVACUATE') this.lookAtAll()
    }
  }

  #look(object: Readonly<AnyObject>): void {
    const versions = this.#versions.get(object.uuid)
    const last = versions?.at(-1)
    const flags = flagsOf(object)
    const isInstance = object.kind === 'instance'
    if (last?.serialNo === object.serialNo && last.flags === flags && (!isInstance || isAt(object, last)))
      return
    const { serialNo } = object
    const nodes = isInstance ? nodesOf(object) : []
    const version = { sinceUs: this.#stage.elapsedUs, tags: [...object.tags], flags, nodes, serialNo }
    if (versions === undefined) this.#versions.set(object.uuid, [version])
    else versions.push(version)
  }
}

/** The nodes of an instance, by UUID, the primary first. */
export function nodesOf({ primaryUuid, secondaryUuid }: Readonly<InstanceState>): readonly string[] {
  return secondaryUuid === undefined ? [primaryUuid] : [primaryUuid, secondaryUuid]
}

function isAt({ primaryUuid, secondaryUuid }: Readonly<InstanceState>, { nodes }: Version): boolean {
  return nodes[0] === primaryUuid && nodes[1] === secondaryUuid
}

function flagsOf(object: Readonly<AnyObject>): string {
  switch (object.kind) {
    case 'node':
      return object.offline ? 'offline' : object.drained ? 'drained' : ''
    case 'instance':
      return object.adminState
    case 'cluster':
      return object.masterUuid
    case 'nodegroup':
      return ''
  }
}

/** The one log of a play. To be asked for before the play begins. */
export const logOf = oneForEachPlay(stage => {
  const log = new TruthLog(stage)
  stage.observers.push({
    // An opcode that has ended leaves its job queued for the next one, or over.
    jobWritten: ({ opcodes, status }) => {
      if (status !== 'waiting' && status !== 'running') log.lookAtNamed(opcodes)
    },
    happened: () => log.lookAtAll(),
    calmBegan: () => log.lookAtAll(),
  })
  return log
})
