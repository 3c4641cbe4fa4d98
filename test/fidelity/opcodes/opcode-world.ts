import type { ClusterDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { NO_TIME } from '../../../sim/ganeti/timing.ts'
import type { JsonValue } from '../../../src/cluster/json.ts'
import { RealCluster } from '../../ganeti/real-cluster.ts'
import { Client } from '../../sim/ganeti/client.ts'

/** What happens to a cluster between two probes, beside jobs. */
export type Incident =
  | { readonly what: 'offline' | 'kill' | 'online'; readonly node: string }
  | { readonly what: 'os-fails'; readonly on: boolean }

/** A cluster, real or simulated, to which opcodes are submitted one after another. */
export interface OpcodeWorld {
  call(method: string, ...args: JsonValue[]): Promise<JsonValue>
  incident(incident: Incident): void
  /** Waits until a job is over. */
  finish(jobId: JsonValue): Promise<void>
}

/** fixtures/real-clusters/opcodes.cluster, as a definition. */
const DEFINITION: ClusterDefinition = {
  cluster: {
    name: 'cluster',
    hypervisor: 'fake',
    diskTemplates: ['drbd', 'plain', 'diskless'],
    policyDiskTemplates: ['plain', 'drbd', 'diskless'],
  },
  timing: NO_TIME,
  groups: [{ name: 'default' }, { name: 'other', allocPolicy: 'last_resort' }],
  nodes: [
    { name: 'node1' },
    { name: 'node2' },
    { name: 'node3' },
    { name: 'node4' },
    { name: 'node5', group: 'other' },
  ],
  instances: [
    {
      name: 'web1',
      diskTemplate: 'drbd',
      primary: 'node2',
      secondary: 'node3',
      disksMiB: [128, 256],
      memoryMiB: 64,
      tags: ['a:b'],
    },
    {
      name: 'web2',
      diskTemplate: 'drbd',
      primary: 'node3',
      secondary: 'node2',
      disksMiB: [128],
      memoryMiB: 64,
      adminState: 'down',
    },
    { name: 'db1', diskTemplate: 'plain', primary: 'node2', disksMiB: [128], memoryMiB: 64 },
    {
      name: 'db2',
      diskTemplate: 'plain',
      primary: 'node2',
      disksMiB: [128],
      memoryMiB: 64,
      adminState: 'down',
    },
    { name: 'none1', diskTemplate: 'diskless', primary: 'node2', memoryMiB: 64, adminState: 'down' },
    { name: 'none2', diskTemplate: 'diskless', primary: 'node4', memoryMiB: 64, adminState: 'down' },
  ],
}

/** What the real cluster's instances are installed with. */
function withOs(definition: ClusterDefinition): ClusterDefinition {
  return { ...definition, instances: definition.instances.map(each => ({ ...each, os: 'dummy+default' })) }
}

/** The simulated cluster. */
export class SimulatedWorld implements OpcodeWorld {
  readonly #client = new Client(withOs(DEFINITION))

  call(method: string, ...args: JsonValue[]): Promise<JsonValue> {
    return Promise.resolve(this.#client.call(method, ...args))
  }

  incident(incident: Incident): void {
    const { cluster } = this.#client
    switch (incident.what) {
      case 'offline':
        cluster.powerOff(incident.node)
        cluster.setNodeOffline(incident.node, true)
        break
      case 'kill':
        cluster.powerOff(incident.node)
        break
      case 'online':
        cluster.powerOn(incident.node)
        cluster.setNodeOffline(incident.node, false)
        break
      case 'os-fails':
        cluster.setOsFails(incident.on)
    }
  }

  finish(): Promise<void> {
    this.#client.settle()
    return Promise.resolve()
  }
}

/** The real cluster, brought back to the state of its file. */
export class RealWorld implements OpcodeWorld {
  readonly #cluster: RealCluster

  constructor(clusterFile: string) {
    this.#cluster = RealCluster.up(clusterFile)
  }

  call(method: string, ...args: JsonValue[]): Promise<JsonValue> {
    return this.#cluster.call(method, ...args)
  }

  incident(incident: Incident): void {
    if (incident.what === 'os-fails') this.#cluster.command('os-fails', incident.on ? 'on' : 'off')
    else this.#cluster.command(incident.what, incident.node)
  }

  async finish(jobId: JsonValue): Promise<void> {
    for (let tries = 0; tries < 600; tries += 1) {
      const rows = await this.#cluster.call('QueryJobs', [jobId], ['status'])
      const text = JSON.stringify(rows)
      if (/success|error|canceled/.test(text)) return
      await new Promise(resolve => setTimeout(resolve, 200))
    }
    throw new Error(`job ${JSON.stringify(jobId)} of the real cluster has not ended after two minutes`)
  }
}
