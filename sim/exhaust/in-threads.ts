import type { Worker } from 'node:worker_threads'
import { startWorker } from '../explore/worker-pool.ts'
import { findingKey } from '../soak/finding-key.ts'
import type { Exhausted, Finding, Part } from './exhaust.ts'
import type { SpaceName } from './space.ts'

/** What a thread is to play. */
export interface ExhaustErrand {
  readonly space: SpaceName
  readonly part: Part
}

/** What it tells: how many states it has played so far, and in the end what came of it. */
export type ExhaustReport = { readonly states: number } | { readonly exhausted: Exhausted }

/** As exhaust(), by so many threads, each with its share of the units. Throws what a thread throws. */
export async function exhaustInThreads(
  { space, part }: ExhaustErrand,
  threads: number,
  progress: (states: number) => void,
): Promise<Exhausted> {
  const workers: Worker[] = []
  const states = Array.from({ length: threads }, () => 0)
  const play = (thread: number) =>
    new Promise<Exhausted>((resolve, reject) => {
      const worker = startWorker()
      workers.push(worker)
      worker.on('error', reject)
      worker.on('message', (report: ExhaustReport) => {
        if ('exhausted' in report) return resolve(report.exhausted)
        states[thread] = report.states
        progress(states.reduce((sum, one) => sum + one, 0))
      })
      worker.postMessage({ space, part: shareOf(part, thread, threads) } satisfies ExhaustErrand)
    })
  try {
    return mergeExhausted(await Promise.all(states.map((_, thread) => play(thread))))
  } finally {
    await Promise.all(workers.map(worker => worker.terminate()))
  }
}

/** Of a part of a space every so-manieth unit. */
function shareOf({ shard: { index, of }, everyNth }: Part, thread: number, threads: number): Part {
  return { shard: { index: index + of * thread, of: of * threads }, everyNth }
}

/** What came of several parts of one space; of findings that are alike the one of the first unit is told. Throws TypeError where there are none. */
export function mergeExhausted(parts: readonly Exhausted[]): Exhausted {
  const [first] = parts
  if (first === undefined) throw new TypeError('there is nothing to merge')
  const sum = (of: (one: Exhausted) => number) => parts.reduce((total, one) => total + of(one), 0)
  const findings = new Map<string, Finding>()
  const inOrder = parts.flatMap(part => part.findings).sort((a, b) => a.unit - b.unit)
  for (const finding of inOrder) {
    const key = findingKey(finding)
    const known = findings.get(key)
    findings.set(key, known === undefined ? finding : { ...known, states: known.states + finding.states })
  }
  return {
    space: first.space,
    states: sum(({ states }) => states),
    standFor: sum(({ standFor }) => standFor),
    runs: sum(({ runs }) => runs),
    violations: sum(({ violations }) => violations),
    findings: [...findings.values()],
  }
}
