import { printable } from '../../src/report/printable.ts'
import type { TraceEntry } from '../trace/trace-entry.ts'
import { type Concern, concernsOf } from './concerns.ts'
import { DECISION_SHAPES } from './decision-shape.ts'
import { entryText } from './entry-text.ts'
import { FaultItems } from './fault-items.ts'
import { GuestItems } from './guest-items.ts'
import { JobItems } from './job-items.ts'
import { Lanes } from './lanes.ts'
import { Rows } from './pack-rows.ts'
import type { EntryData, LaneData, PlayData } from './page-data.ts'
import { RunItems } from './run-items.ts'

/** What a play looks like: its lanes with all that is in them, and its entries as text. */
export function playData(name: string, entries: readonly TraceEntry[]): PlayData {
  const endUs = entries.reduce((last, { atUs }) => Math.max(last, atUs), 0)
  const lanes = new Lanes()
  const concernOf = concernsOf(entries)
  const faults = new FaultItems(lanes)
  const guests = new GuestItems(lanes)
  const jobs = new JobItems(lanes)
  const runs = new RunItems(lanes)
  for (const [index, entry] of entries.entries()) {
    const { atUs } = entry
    const mark = { row: 0, fromUs: atUs, toUs: atUs, entries: [index] }
    switch (entry.kind) {
      case 'happening':
        faults.happened(entry, index, concernOf(entry))
        break
      case 'calm':
        faults.calm(atUs, index)
        lanes.add('play', 'what happens', {
          ...mark,
          shape: 'calm',
          tone: 'neutral',
          label: 'the faults stop',
        })
        break
      case 'run-started':
      case 'run-ended':
        runs.moved(entry, index)
        break
      case 'told':
        runs.told(entry.run, index)
        break
      case 'decision':
        runs.told(entry.run, index)
        lanes.add('instances', entry.instance, {
          ...mark,
          ...DECISION_SHAPES[entry.state],
          label: entry.state === 'healthy' ? entry.state : `${entry.state}: ${entry.reason}`,
        })
        break
      case 'job':
        jobs.written(entry, index)
        break
      case 'guest':
        guests.changed(entry, index)
        break
      case 'violation':
        lanes.add('play', 'violations', {
          ...mark,
          shape: 'violation',
          tone: 'violation',
          label: entry.invariant,
        })
    }
  }
  return {
    name: printable(name),
    endUs,
    lanes: lanes.finished().map(lane => ended(lane, endUs)),
    entries: entries.map(entry => entryData(entry, concernOf(entry))),
  }
}

function entryData(entry: TraceEntry, { node, instance }: Concern): EntryData {
  const { atUs, kind } = entry
  return {
    atUs,
    kind,
    text: entryText(entry),
    ...(instance === undefined ? {} : { instance: printable(instance) }),
    ...(node === undefined ? {} : { node: printable(node) }),
  }
}

/** What is not over lasts to the end; what overlaps stands in different rows: marks, guests and faults, then jobs. */
function ended({ section, name, items }: LaneData, endUs: number): LaneData {
  const lasting = items.map(item => ({
    ...item,
    toUs: Math.min(item.toUs, endUs),
    label: printable(item.label),
  }))
  const bands = [...new Set(lasting.map(({ row }) => row))].sort((one, other) => one - other)
  let rowsAbove = 0
  const rowOf = new Map<(typeof lasting)[number], number>()
  for (const band of bands) {
    const rows = new Rows()
    for (const item of lasting) {
      if (item.row !== band) continue
      // Marks of a lane may cover each other: a row for each would leave no room for anything else.
      const isMark = item.fromUs === item.toUs && item.shape !== 'job'
      rowOf.set(item, rowsAbove + (isMark ? 0 : rows.place(item.fromUs, item.toUs)))
    }
    rowsAbove += Math.max(1, rows.count)
  }
  return {
    section,
    name: printable(name),
    rows: rowsAbove,
    items: lasting.map(item => ({ ...item, row: rowOf.get(item) ?? 0 })),
  }
}
