import { printable, printableLines } from '../../src/report/printable.ts'
import { HIT_KINDS } from '../coverage/hits.ts'
import { knownFailureLines } from './known-scenarios.ts'
import { type ExploreResult, speedOf } from './result.ts'
import type { SweepEnd } from './sweep.ts'
import { hashText } from './trace-hash.ts'

const ENDS: Readonly<Record<SweepEnd, string>> = {
  runs: 'all of them were played',
  time: 'the time was over',
  stable: 'nothing new was hit any more',
  interrupted: 'interrupted: these are the scenarios until then',
}

/** What came of a sweep, for people. */
export function resultText(result: ExploreResult): string {
  const { tally, workers, end, known, shown, missing } = result
  const { scenariosPerSecond, daysPerSecondAndCore } = speedOf(result)
  const { runs, seconds, violations, failed, seed, shard, hits } = tally
  const days = tally.simulatedSeconds / 86_400
  const lines = [
    `${number(runs)} scenarios of seed ${seed}${shard.of > 1 ? `, shard ${shard.index}/${shard.of}` : ''} in ${seconds.toFixed(1)} s: ${ENDS[end]}.`,
    `  ${number(scenariosPerSecond)} scenarios a second, ${daysPerSecondAndCore.toFixed(1)} simulated days a second and core (${workers} ${workers === 1 ? 'thread' : 'threads'}, ${days.toFixed(1)} days).`,
    `  Trace hash ${hashText(tally.hash)}.`,
    `  ${number(violations)} violations in ${number(failed)} scenarios; ${known.scenarios} known scenarios played first, ${known.failures.length} of them failed.`,
    ...HIT_KINDS.flatMap(kind => (kind === 'changes' ? [] : hitLines(kind, hits[kind]))),
    `  changes: ${Object.keys(hits.changes).length} different ones from one reason to the next; ${number(tally.sinceNew)} scenarios since anything new`,
    ...knownFailureLines(known),
    ...(missing ?? []).map(({ kind, what }) => `NEVER HIT: ${kind} ${what}`),
  ]
  for (const { invariant, what, seed: one, count, file, command, trace, timeline, unwritten } of shown) {
    lines.push(
      '',
      `VIOLATION of ${invariant} (${number(count)} ${count === 1 ? 'scenario' : 'scenarios'} like it): ${printable(what)}`,
      ...(file === undefined
        ? [`  scenario: that of seed ${one}; it could not be written (${printable(unwritten ?? '')})`]
        : [`  scenario: ${printable(file)}`]),
      ...(command === undefined ? [] : [`  replay:   ${printable(command)}`]),
      ...(timeline === undefined ? [] : [`  timeline: ${printable(timeline)}`]),
      printableLines(trace).trimEnd(),
    )
  }
  return `${lines.join('\n')}\n`
}

function hitLines(kind: string, counts: Readonly<Record<string, number>>): readonly string[] {
  const sorted = Object.entries(counts).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  return sorted.length === 0
    ? []
    : [`  ${kind}:`, ...sorted.map(([what, times]) => `    ${number(times).padStart(11)}  ${what}`)]
}

/** With a comma after each three digits, on every machine. */
function number(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
}
