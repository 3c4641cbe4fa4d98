import type { TraceEntry } from '../../../sim/trace/trace-entry.ts'

/** A moment in seconds. */
export const at = (seconds: number) => ({ atUs: seconds * 1_000_000 })

/** node2 dies and comes back; web1 is failed over; harep is run twice. */
export const SMALL_PLAY: readonly TraceEntry[] = [
  happening(100, 'power-off', 'the power of node2 fails', 'node2'),
  { ...at(100), kind: 'guest', instance: 'web1', runs: false },
  happening(130, 'mark-offline', 'an admin marks node2 offline', 'node2'),
  happening(140, 'drain-queue', 'an admin drains the job queue', undefined),
  { ...at(300), kind: 'run-started', run: 1, program: 'harep', node: 'node1' },
  job(301, 7, 'queued'),
  {
    ...at(302),
    kind: 'decision',
    run: 1,
    instance: 'web1',
    state: 'pending-repair',
    reason: 'repair-submitted',
    sentence: 'failover was submitted as job 7',
    decidedBy: 'the tag ganeti:watcher:autorepair:failover on the cluster',
  },
  { ...at(302), kind: 'run-ended', run: 1, outcome: '0' },
  job(303, 7, 'running'),
  { ...at(309), kind: 'guest', instance: 'web1', runs: true },
  job(310, 7, 'success'),
  happening(400, 'power-on', 'node2 has power again', 'node2'),
  { ...at(500), kind: 'calm' },
  { ...at(600), kind: 'run-started', run: 2, program: 'harep', node: 'node1' },
  { ...at(601), kind: 'run-ended', run: 2, outcome: 'killed' },
]

export function happening(
  seconds: number,
  fault: string,
  text: string,
  about: string | undefined,
  tookPlace = true,
): TraceEntry {
  return { ...at(seconds), kind: 'happening', fault, layer: 'cluster', text, about, tookPlace }
}

export function job(seconds: number, id: number, status: string): TraceEntry {
  const summary = 'INSTANCE_FAILOVER(web1)'
  return { ...at(seconds), kind: 'job', job: id, status, summary, instance: 'web1', isRepair: true }
}

/** A play of so many events: jobs, guests and runs of a hundred instances, over days. */
export function longPlay(events: number): readonly TraceEntry[] {
  const entries: TraceEntry[] = []
  for (let index = 0; entries.length < events; index += 1) {
    const seconds = index * 61
    const instance = `web${(index % 100) + 1}`
    const node = `node${(index % 10) + 1}`
    const told = {
      job: index + 1,
      summary: `INSTANCE_FAILOVER(${instance})`,
      instance,
      isRepair: true,
    } as const
    entries.push(
      happening(seconds, index % 20 < 10 ? 'power-off' : 'power-on', `something happens to ${node}`, node),
      { ...at(seconds + 1), kind: 'guest', instance, runs: false },
      { ...at(seconds + 2), kind: 'run-started', run: index + 1, program: 'harep', node: 'node1' },
      { ...at(seconds + 3), kind: 'job', status: 'queued', ...told },
      { ...at(seconds + 3), kind: 'run-ended', run: index + 1, outcome: '0' },
      { ...at(seconds + 5), kind: 'job', status: 'running', ...told },
      { ...at(seconds + 19), kind: 'guest', instance, runs: true },
      { ...at(seconds + 20), kind: 'job', status: index % 7 === 0 ? 'error' : 'success', ...told },
    )
  }
  return entries.slice(0, events)
}
