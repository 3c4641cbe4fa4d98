import type { SimulatedCluster } from '../ganeti/simulated-cluster.ts'
import type { Observer } from '../play/observer.ts'
import type { Stage } from '../play/stage.ts'

/** How a cluster stands at some moment, a line each for its nodes, its instances and its jobs. */
export interface StateAt {
  readonly atUs: number
  readonly lines: readonly string[]
}

/** Writes down how the cluster stands each time that something happens. */
export function recordStates(stage: Stage): {
  readonly observer: Observer
  readonly states: readonly StateAt[]
} {
  const states: StateAt[] = [{ atUs: 0, lines: stateLines(stage.cluster) }]
  const note = () => {
    const state = { atUs: stage.elapsedUs, lines: stateLines(stage.cluster) }
    if (states.at(-1)?.atUs === state.atUs) states.pop()
    states.push(state)
  }
  return { observer: { jobWritten: note, guestChanged: note, happened: note, runEnded: note }, states }
}

/** More instances than that fill a screen. */
const INSTANCES_MAX = 30

function stateLines(cluster: SimulatedCluster): readonly string[] {
  const { nodes, instances, jobs } = cluster.snapshot()
  const nodeWords = nodes.map(({ name, poweredOn, offline, drained }) => {
    const words = [
      ...(cluster.machine(name).isMaster ? ['master'] : []),
      ...(poweredOn ? [] : ['no power']),
      ...(offline ? ['marked offline'] : []),
      ...(drained ? ['drained'] : []),
    ]
    return words.length === 0 ? name : `${name} (${words.join(', ')})`
  })
  const instanceLines = instances.slice(0, INSTANCES_MAX).map(instance => {
    const { name, diskTemplate, primary, secondaries, runningOn, status, dataLost } = instance
    const runs = runningOn.length === 0 ? 'does not run' : `runs on ${runningOn.join(' and ')}`
    const mirror = secondaries.length === 0 ? '' : `, mirror on ${secondaries.join(', ')}`
    return `${name}: ${runs} (${status}); ${diskTemplate} on ${primary}${mirror}${dataLost ? '; its disks were made anew' : ''}`
  })
  const unseen = instances.length - instanceLines.length
  const unfinished = jobs.filter(({ status }) => !['success', 'error', 'canceled'].includes(status))
  const jobWords = unfinished.map(({ id, status, summary }) => `${id} ${summary.join(', ')} is ${status}`)
  return [
    `nodes: ${nodeWords.join(', ')}`,
    ...instanceLines,
    ...(unseen > 0 ? [`and ${unseen} more instances`] : []),
    ...jobWords.map(words => `job ${words}`),
  ]
}
