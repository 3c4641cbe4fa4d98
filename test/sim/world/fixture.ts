import { type SimulatedRun, startRun } from '../../../sim/driver/simulated-run.ts'
import type { InstanceDefinition } from '../../../sim/ganeti/cluster-definition.ts'
import { DEFAULT_TIMING } from '../../../sim/ganeti/timing.ts'
import { startWorld, type WorldListener, type WorldSettings } from '../../../sim/world/world.ts'
import type { JsonValue } from '../../../src/cluster/json.ts'
import type { Run } from '../../../src/run/effects.ts'
import { Client } from '../ganeti/client.ts'
import { smallCluster } from '../ganeti/small-cluster.ts'

/** A small cluster in which things take the time they take, and a client. */
export function timedClient(...instances: InstanceDefinition[]): Client {
  return new Client({ ...smallCluster(...instances), timing: DEFAULT_TIMING })
}

export function runFor(client: Client, seconds: number): void {
  client.kernel.runUntil(client.kernel.nowUs + seconds * 1_000_000)
}

/** Starts a run and steps until it has ended. */
export function ended<T>(client: Client, run: Run<T>): SimulatedRun<T> {
  const started = startRun(client.kernel, client.cluster, run)
  while (started.outcome === undefined && client.kernel.step());
  return started
}

/** The Luxi calls of a run: methods, and what the jobs are. Calls that wait for the same job count as one. */
export function calls(run: SimulatedRun<unknown>): string[] {
  const names = run.effects.flatMap(effect =>
    effect.kind === 'luxi' ? [`${effect.method}${detail(effect.args)}`] : [],
  )
  return names.filter((name, index) => name !== 'WaitForJobChange' || names[index - 1] !== name)
}

function detail([first]: readonly JsonValue[]): string {
  if (typeof first === 'string') return ` ${first}`
  const ids = JSON.stringify(first ?? null).match(/OP_(?!ID)[A-Z_]+/g)
  return ids === null ? '' : ` ${ids.join(' ')}`
}

export function world(client: Client, settings: WorldSettings, listener?: WorldListener): () => void {
  return startWorld(client.kernel, client.cluster, settings, listener)
}

/** All jobs that ever were, by what they did. */
export function jobsOf(client: Client, summary: string) {
  return client.cluster.snapshot().jobs.filter(job => job.summary.some(text => text.startsWith(summary)))
}
