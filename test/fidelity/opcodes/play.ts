import type { JsonValue } from '../../../src/cluster/json.ts'
import { type Observation, serialNumbers, submit } from './observe.ts'
import type { OpcodeWorld } from './opcode-world.ts'
import type { Step } from './probes.ts'

/** What came of a probe; a job that luxid does not even accept is an outcome, too. */
type Outcome = Observation | { readonly refused: string }

/** The outcome of each probe, by its name. */
export type Outcomes = { readonly [probe: string]: Outcome }

/** Plays all steps in one world. Of instances and nodes, an outcome has those that are not as at the last probe. */
export async function play(world: OpcodeWorld, steps: readonly Step[]): Promise<Outcomes> {
  const outcomes: { [probe: string]: Outcome } = {}
  let last: Observation | undefined
  for (const step of steps) {
    if ('incident' in step) {
      world.incident(step.incident)
      continue
    }
    try {
      const observed = await submit(world, step.opcodes, await serialNumbers(world))
      outcomes[step.probe] = changesOnly(observed, last)
      last = observed
    } catch (error) {
      outcomes[step.probe] = { refused: error instanceof Error ? error.message : String(error) }
    }
  }
  return outcomes
}

function changesOnly(observed: Observation, last: Observation | undefined): Observation {
  return {
    ...observed,
    instances: otherRows(observed.instances, last?.instances),
    nodes: otherRows(observed.nodes, last?.nodes),
  }
}

function otherRows(rows: JsonValue, before: JsonValue | undefined): JsonValue {
  if (!Array.isArray(rows) || !Array.isArray(before)) return rows
  const known = new Set(before.map(row => JSON.stringify(row)))
  return rows.filter(row => !known.has(JSON.stringify(row)))
}

/** The probes whose outcomes differ, each with the parts that do. */
export function differences(
  real: Outcomes,
  simulated: Outcomes,
): { readonly [probe: string]: readonly string[] } {
  const found: { [probe: string]: readonly string[] } = {}
  for (const probe of Object.keys(real)) {
    const parts = differentParts(flat(real[probe]), flat(simulated[probe]))
    if (parts.length > 0) found[probe] = parts
  }
  return found
}

type Flat = { readonly [part: string]: unknown }

/** `job.status`, `job.opresult`, `instances`, ...: what is compared one by one. */
function flat(outcome: Outcome | undefined): Flat {
  if (outcome === undefined) return {}
  if ('refused' in outcome) return outcome
  const { job, ...others } = outcome
  const parts = typeof job === 'object' && job !== null ? Object.entries(job) : []
  return { ...Object.fromEntries(parts.map(([name, value]) => [`job.${name}`, value])), ...others }
}

function differentParts(real: Flat, simulated: Flat): string[] {
  const parts = new Set([...Object.keys(real), ...Object.keys(simulated)])
  return [...parts].filter(part => JSON.stringify(real[part]) !== JSON.stringify(simulated[part]))
}
