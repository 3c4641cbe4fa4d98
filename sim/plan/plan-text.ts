import { printable } from '../../src/report/printable.ts'
import { INSTANCE_STATE_NAMES } from '../../src/report/state-names.ts'
import { textTable } from '../demo/text-table.ts'
import { wrapLine } from '../demo/wrap.ts'
import { assumptionsText } from './assumptions-text.ts'
import { durationText, momentText } from './duration-text.ts'
import { outcomeRow, TABLE_HEADING } from './outcome-row.ts'
import type { Plan, PlannedInstance } from './plan.ts'
import { runLines } from './run-text.ts'
import { togetherLines } from './together.ts'

/** A plan for people, on lines of a plain terminal's width; only the table at its end may be wider, where names are long. */
export function planText(plan: Plan): string {
  const lost = plan.instances.filter(({ data }) => data.kind === 'lost')
  const unhealed = plan.instances.filter(({ isHealthy }) => !isHealthy)
  const lines = [
    ...headLines(plan),
    ...plan.runs.flatMap(run => ['', ...runLines(run)]),
    '',
    ...wrapLine(endLine(plan), 0),
    ...section('Data that is lost:', lost.flatMap(lossLines)),
    ...section('What stays unhealed, and why:', unhealedLines(unhealed)),
    ...section('The instances that are concerned:', tableLines(plan)),
    ...(plan.instances.length > 0 ? othersLines(plan) : []),
    '',
    ...wrapLine(closingLine(plan), 0),
  ]
  return lines.map(line => `${printable(line)}\n`).join('')
}

function headLines({ cluster, assumptions, notes }: Plan): readonly string[] {
  const size = `${count(cluster.nodes, 'node')}, ${count(cluster.instances, 'instance')}`
  return [
    `What harep would do on cluster ${cluster.name} (${size})`,
    assumptionsText(assumptions),
    'It is run every five minutes on a simulated copy. All times are estimates of the simulator.',
    ...notes,
  ].flatMap(sentence => (sentence === undefined ? [] : wrapLine(printable(sentence), 0)))
}

function endLine({ end, runCount, runs, lastChangeUs }: Plan): string {
  if (end === 'bound')
    return `After ${count(runCount, 'run')} something still changes or is waited for; more runs are played with --runs.`
  return runs.every(({ steps }) => steps.length === 0)
    ? 'harep changes nothing.'
    : `Nothing more is done after the run ${momentText(lastChangeUs)}.`
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines]
}

function lossLines({ name, data }: PlannedInstance): readonly string[] {
  return data.kind === 'lost' ? wrapLine(`${name}: all ${data.sizeMiB} MiB: ${data.why}.`, 2) : []
}

function unhealedLines(unhealed: readonly PlannedInstance[]): readonly string[] {
  const entries = unhealed.map(({ name, verdict, wayOut }) => ({ instance: name, verdict, wayOut }))
  return togetherLines(entries, ({ verdict, wayOut }) => {
    if (verdict === undefined) return 'harep gives no reason.'
    const change = wayOut === undefined ? '' : ` To change it: ${wayOut}.`
    return `${INSTANCE_STATE_NAMES[verdict.state]}: ${verdict.sentence} [${verdict.code}].${change}`
  })
}

function tableLines({ instances }: Plan): readonly string[] {
  return instances.length === 0 ? [] : textTable([TABLE_HEADING, ...instances.map(outcomeRow)])
}

function othersLines({ othersCount }: Plan): readonly string[] {
  if (othersCount === 0) return []
  return [
    othersCount === 1
      ? 'The other instance stays as it is, and is healthy.'
      : `The other ${othersCount} instances stay as they are, and are healthy.`,
  ]
}

function closingLine({ instances, othersCount }: Plan): string {
  const unhealed = instances.filter(({ isHealthy }) => !isHealthy).length
  const lost = instances.filter(({ data }) => data.kind === 'lost').length
  const all = instances.length + othersCount
  const healthy =
    unhealed === 0
      ? `All ${count(all, 'instance')} are healthy`
      : `${all - unhealed} of ${count(all, 'instance')} are healthy`
  const data = lost === 0 ? 'none loses data' : `${lost === 1 ? 'one loses its' : `${lost} lose their`} data`
  const longest = Math.max(0, ...instances.flatMap(({ interruptions }) => interruptions.map(lengthUs)))
  const stop = longest === 0 ? '' : `; the longest interruption that ends takes ${durationText(longest)}`
  return `In the end ${healthy.replace(/^All/, 'all')}; ${data}${stop}.`
}

function lengthUs({ fromUs, untilUs }: PlannedInstance['interruptions'][number]): number {
  return untilUs === undefined ? 0 : untilUs - fromUs
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
