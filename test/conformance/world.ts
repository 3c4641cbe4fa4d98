import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LuxiService, ServiceAnswer } from '../../sim/ganeti/luxi-service.ts'
import { createCluster, type SimulatedCluster } from '../../sim/ganeti/simulated-cluster.ts'
import type { Kernel } from '../../sim/kernel/kernel.ts'
import { createKernel } from '../../sim/kernel/virtual-kernel.ts'
import { LuxiServer } from '../../sim/luxi-server/luxi-server.ts'
import type { JsonValue } from '../../src/cluster/json.ts'
import { parseRepairTag } from '../../src/cluster/repair-tag.ts'
import type { Incident, Scenario } from './scenario.ts'
import { seedJobs } from './seeded-jobs.ts'

/**
 * A simulated cluster behind a Unix socket whose virtual time has nothing to do with the real one. After each request
 * the world is moved on by REST_US, far beyond what any job takes but those that are meant to take for ever. So whoever
 * asks next finds the same world, be it at once as ours or half a second later as the original.
 */
export class World {
  readonly #kernel: Kernel
  readonly #cluster: SimulatedCluster
  readonly #folder: string
  #server: LuxiServer | undefined
  /** What was asked since this list was last emptied, but for queries of the configuration. */
  readonly requests: JsonValue[] = []
  /** What the simulator threw: always a defect of it. */
  readonly defects: unknown[] = []

  private constructor(scenario: Scenario) {
    this.#kernel = createKernel({ startUs: START_US, seed: 1 })
    this.#cluster = createCluster(this.#kernel, scenario.definition)
    seedJobs(scenario.seededJobs, (method, ...args) => this.#call(method, args), this.#cluster)
    this.#folder = mkdtempSync(join(tmpdir(), 'harep-conformance-'))
  }

  /** Makes the scenario's cluster and serves it. Close it in any case. */
  static async open(scenario: Scenario): Promise<World> {
    const world = new World(scenario)
    const service: LuxiService = {
      handle: (request, reply) => {
        world.requests.push(request)
        world.#handle(request, reply)
      },
      unparsable: text => world.#cluster.unparsable(text),
    }
    const onDefect = (error: unknown) => world.defects.push(error)
    world.#server = await LuxiServer.listen({ path: world.socketPath, service, onDefect })
    return world
  }

  get socketPath(): string {
    return join(this.#folder, 'luxi')
  }

  get snapshot() {
    return this.#cluster.snapshot()
  }

  async close(): Promise<void> {
    await this.#server?.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Lets something happen to the cluster. */
  suffer(incident: Incident): void {
    const cluster = this.#cluster
    switch (incident.kind) {
      case 'offline':
        cluster.powerOff(incident.node)
        cluster.setNodeOffline(incident.node, true)
        return
      case 'online':
        cluster.powerOn(incident.node)
        cluster.setNodeOffline(incident.node, false)
        return
      case 'drain':
        cluster.setNodeDrained(incident.node, true)
        return
      case 'die unmarked':
        cluster.powerOff(incident.node)
        return
      case 'crash':
        cluster.crashInstance(incident.instance)
        return
      case 'permit':
        cluster.setTags('cluster', '', incident.tags)
        return
      case 'archive all jobs':
        cluster.archiveJobs(0)
        return
      case 'toggle the drain flag':
        this.#call('SetDrainFlag', [!this.snapshot.isDrained])
        return
      case 'lose a pending job': {
        const id = this.#repairTags().find(({ repair }) => repair.result === undefined)?.repair.jobs[0]
        if (id !== undefined) cluster.loseJob(Number(id))
        return
      }
      case 'remove a repair tag': {
        const [first] = this.#repairTags()
        if (first === undefined) return
        const tags = first.instance.tags.filter(tag => tag !== first.repair.tag)
        cluster.setTags('instance', first.instance.name, tags)
      }
    }
  }

  #repairTags() {
    return this.snapshot.instances.flatMap(instance =>
      instance.tags.flatMap(tag => {
        const repair = parseRepairTag(tag)
        return repair === undefined ? [] : [{ instance, repair }]
      }),
    )
  }

  #handle(request: JsonValue, reply: (answer: ServiceAnswer) => void): void {
    this.#cluster.handle(request, reply)
    this.#kernel.runUntil(this.#kernel.nowUs + REST_US)
  }

  #call(method: string, args: readonly JsonValue[]): JsonValue {
    let result: ServiceAnswer | undefined
    this.#handle({ method, args: [...args] }, answer => {
      result = answer
    })
    if (result?.success !== true) throw new Error(`${method}: ${JSON.stringify(result)}`)
    return result.result
  }
}

const START_US = 1_795_338_000_000_000

/** 30 hours: longer than all delays of a run together, shorter than what never ends (FOREVER_MS). */
const REST_US = 30 * 3600 * 1_000_000

/** In milliseconds; some thirty years, which is longer than all rests of a scenario and still leaves exact microseconds. */
export const FOREVER_MS = 1e12
