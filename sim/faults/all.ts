import type { Stage } from '../play/stage.ts'
import { cutNetwork } from './cluster/cut-network.ts'
import { drain } from './cluster/drain.ts'
import { markOffline } from './cluster/mark-offline.ts'
import { markOnline } from './cluster/mark-online.ts'
import { powerOff } from './cluster/power-off.ts'
import { powerOn } from './cluster/power-on.ts'
import { undrain } from './cluster/undrain.ts'
import type { Fault, FaultData } from './fault.ts'
import { addTags } from './people/add-tags.ts'
import { harepDies } from './process/harep-dies.ts'
import { drainQueue, undrainQueue } from './queue/drain-queue.ts'

/** Everything that can happen in a scenario, layer by layer. */
export const FAULTS = [
  powerOff,
  powerOn,
  markOffline,
  markOnline,
  drain,
  undrain,
  cutNetwork,
  drainQueue,
  undrainQueue,
  addTags,
  harepDies,
] as const

export type FaultName = (typeof FAULTS)[number]['name']

/** One entry of a timeline: `at` in seconds since the beginning, `do` the name of a fault, and that one's own keys. */
export type Happening = {
  [Each in (typeof FAULTS)[number] as Each['name']]: {
    readonly at: number
    readonly do: Each['name']
  } & FaultData<Each['entries']>
}[FaultName]

const byName = new Map(FAULTS.map(fault => [fault.name, fault]))

/** The fault that a happening is one of. */
export function faultOf(happening: Happening): Pick<Fault, 'name' | 'layer' | 'end'> & {
  text(): string
  apply(stage: Stage): boolean
} {
  // Name and data belong together in each member of Happening, which the compiler does not see through the union.
  const found = byName.get(happening.do) as unknown as Fault
  return {
    name: found.name,
    layer: found.layer,
    ...(found.end === undefined ? {} : { end: found.end }),
    text: () => found.text(happening),
    apply: stage => found.apply(stage, happening),
  }
}
