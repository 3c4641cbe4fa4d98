import { nodedAnswers } from '../ganeti/state/hardware.ts'
import { placesOf } from '../oracle/healing/places.ts'
import { quietOf } from '../oracle/healing/quiet.ts'
import { START_US, type Stage } from '../play/stage.ts'
import type { Invariant } from './invariant.ts'
import type { RepairJob } from './watch/marks.ts'
import { bookOf } from './watch/repair-book.ts'

/** Judged for runs beside which nothing happened and no earlier repair ended. */
export const roomOnce: Invariant = {
  name: 'room-once',
  about:
    'What one run starts on a node has room there all together, when the run begins or since something stopped.',
  watch: stage => {
    const book = bookOf(stage)
    const quiet = quietOf(stage)
    let atStart: { readonly run: number; readonly freeMiB: Map<string, number> } | undefined
    let lastFreeMiB: ReadonlyMap<string, number> = new Map()
    let begun: { readonly repair: RepairJob; readonly node: string; readonly memoryMiB: number }[] = []
    let endedUs = Number.NEGATIVE_INFINITY
    const isGone = (repair: RepairJob) => repair.endedUs === undefined && !book.goesOn(repair)
    book.read({
      submitted: repair => {
        if (atStart === undefined) return
        const start = startOf(stage, repair)
        // What has failed by now leaves its room to what comes after it, and so does what luxid knows nothing of any more.
        begun = begun.filter(one => one.repair.status !== 'error' && !isGone(one.repair))
        if (start !== undefined) begun.push({ repair, ...start })
      },
      ended: ({ submittedUs }) => {
        const startUs = (stage.runs.at(-1)?.startUs ?? 0) - START_US
        if (submittedUs < startUs) endedUs = stage.elapsedUs
      },
    })
    return {
      runStarted: ({ number, program }) => {
        begun = []
        const isOfNoUse = program === 'classic' || placesOf(stage).size === 0
        atStart = isOfNoUse ? undefined : { run: number, freeMiB: freeMemories(stage) }
        lastFreeMiB = new Map(atStart?.freeMiB)
      },
      guestChanged: () => {
        if (atStart === undefined) return
        // What has stopped beside the run has left its room to it.
        const freeMiB = freeMemories(stage)
        for (const [node, was] of atStart.freeMiB) {
          const moreMiB = (freeMiB.get(node) ?? 0) - (lastFreeMiB.get(node) ?? 0)
          if (moreMiB > 0) atStart.freeMiB.set(node, was + moreMiB)
        }
        lastFreeMiB = freeMiB
      },
      runEnded: run => {
        if (atStart?.run !== run.number || endedUs >= run.startUs - START_US || !quiet.wasQuiet(run)) return
        const neededMiB = new Map<string, number>()
        // What was cancelled at once leaves its room to others.
        begun = begun.filter(({ repair }) => repair.status !== 'canceled')
        for (const { node, memoryMiB } of begun) neededMiB.set(node, (neededMiB.get(node) ?? 0) + memoryMiB)
        for (const [node, sumMiB] of neededMiB) {
          const freeMiB = atStart.freeMiB.get(node)
          if (freeMiB === undefined || sumMiB <= freeMiB) continue
          const what = begun.filter(one => one.node === node).map(({ repair }) => repair.instance)
          stage.violate(
            'room-once',
            `run ${run.number} starts ${what.join(' and ')} on ${node}: ${sumMiB} MiB of memory, where ${freeMiB} were free`,
          )
        }
        begun = []
        atStart = undefined
      },
    }
  },
}

/** Where a repair starts its instance, and with how much memory at least; undefined where it starts nothing elsewhere. */
function startOf(
  { truth }: Stage,
  { instance: name, opcodes, chosen }: RepairJob,
): { readonly node: string; readonly memoryMiB: number } | undefined {
  const instance = truth.instancesByName.get(name)
  if (instance === undefined || opcodes.includes('REPLACE_DISKS')) return undefined
  const isStarted =
    opcodes.includes('STARTUP') ||
    opcodes.includes('MIGRATE') ||
    (instance.adminState === 'up' && (opcodes.includes('FAILOVER') || opcodes.includes('MOVE')))
  const isToSecondary = opcodes.includes('FAILOVER') || opcodes.includes('MIGRATE')
  const secondary = isToSecondary ? instance.secondaryUuid : undefined
  const node = chosen[0] ?? (secondary === undefined ? undefined : truth.node(secondary).name)
  return isStarted && node !== undefined ? { node, memoryMiB: instance.minMemoryMiB } : undefined
}

function freeMemories({ truth }: Stage): Map<string, number> {
  const memoryMiB = new Map([...truth.instancesByName.values()].map(one => [one.uuid, one.memoryMiB]))
  return new Map(
    [...truth.nodesByName.values()].filter(nodedAnswers).map(({ name, hardware }) => {
      const { guests, reservedMemoryMiB, unaccountedMemoryMiB, filledMemoryMiB } = hardware
      let freeMiB = hardware.memoryMiB - reservedMemoryMiB - unaccountedMemoryMiB - filledMemoryMiB
      for (const uuid of guests) freeMiB -= memoryMiB.get(uuid) ?? 0
      return [name, freeMiB]
    }),
  )
}
