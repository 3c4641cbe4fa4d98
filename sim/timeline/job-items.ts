import type { TraceEntry } from '../trace/trace-entry.ts'
import type { Lanes, OpenItem } from './lanes.ts'
import type { Tone } from './page-data.ts'

type Job = TraceEntry & { readonly kind: 'job' }

/** Below marks and guests. */
const JOB_BAND = 2

/** How a job that is over is told without colour. */
const ENDS: Readonly<Record<string, { readonly sign: string; readonly tone: Tone }>> = {
  success: { sign: '✓', tone: 'good' },
  error: { sign: '✗ error', tone: 'bad' },
  canceled: { sign: '⊘ canceled', tone: 'neutral' },
}

/** Draws each job from its submission to its end, in a lane of all jobs and in that of its instance. */
export class JobItems {
  readonly #lanes: Lanes
  readonly #items = new Map<number, readonly OpenItem[]>()

  constructor(lanes: Lanes) {
    this.#lanes = lanes
  }

  written(entry: Job, index: number): void {
    const items = this.#items.get(entry.job) ?? this.#add(entry)
    for (const item of items) {
      item.entries.push(index)
      if (entry.status === 'running') item.startUs ??= entry.atUs
      const end = ENDS[entry.status]
      if (end === undefined) continue
      item.toUs = entry.atUs
      item.tone = end.tone
      item.label += ` ${end.sign}`
    }
  }

  #add({ job, summary, instance, isRepair, atUs }: Job): readonly OpenItem[] {
    const bar = {
      row: 0,
      fromUs: atUs,
      toUs: Number.POSITIVE_INFINITY,
      shape: 'job',
      tone: 'waiting',
      label: `${job} ${summary}`,
    } as const
    const items = [this.#lanes.add('jobs', 'all jobs', { ...bar, entries: [] })]
    if (instance !== undefined) {
      const label = `${job} ${shortened(summary, instance)}${isRepair ? ' (repair)' : ''}`
      items.push(this.#lanes.add('instances', instance, { ...bar, row: JOB_BAND, label, entries: [] }))
    }
    this.#items.set(job, items)
    return items
  }
}

/** On the lane of the instance itself its name need not be said again. */
function shortened(summary: string, instance: string): string {
  return summary.replaceAll(`(${instance})`, '').replaceAll('INSTANCE_', '').toLowerCase()
}
