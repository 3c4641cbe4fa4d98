import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseScenario } from '../../../sim/scenario/parse-scenario.ts'
import { playScenario } from '../../../sim/scenario/play-scenario.ts'
import { timelineDiffHtml, timelineDiffText } from '../../../sim/timeline/timeline-diff.ts'
import { timelineHtml } from '../../../sim/timeline/timeline-html.ts'
import { formatTrace } from '../../../sim/trace/format-trace.ts'
import type { TraceEntry } from '../../../sim/trace/trace-entry.ts'
import { isSkipped } from '../debian-tools.ts'
import { playOriginal } from './play-original.ts'

/*
 * A finding about the original, with Debian's own binary: it plans on what it loaded before it read how its jobs have ended, and so
 * fails over an instance that has just been failed over. docs/findings/stale-data.md tells the story; `npm run findings` writes the
 * timelines to dist/findings.
 */

const ROOT = join(import.meta.dirname, '..', '..', '..')
const OUT = join(ROOT, 'dist', 'findings')
const RUNS = 3

const yaml = readFileSync(join(import.meta.dirname, 'stale-data.yaml'), 'utf8')
const scenario = parseScenario(yaml, 'stale-data.yaml')

describe.skipIf(isSkipped)('the original plans on stale data', () => {
  let original: readonly TraceEntry[]
  const ours = playScenario(scenario).entries

  beforeAll(async () => {
    original = await playOriginal(scenario, RUNS)
    const [one, other] = [
      { name: "Debian's harep", entries: original },
      { name: 'harep', entries: ours },
    ]
    mkdirSync(OUT, { recursive: true })
    writeFileSync(
      join(OUT, 'stale-data-original.html'),
      timelineHtml(`Debian's harep: ${scenario.description}`, original),
    )
    writeFileSync(join(OUT, 'stale-data-original.txt'), formatTrace(original))
    writeFileSync(join(OUT, 'stale-data-original.json'), JSON.stringify(original))
    writeFileSync(join(OUT, 'stale-data-diff.html'), timelineDiffHtml(scenario.description, one, other))
    writeFileSync(join(OUT, 'stale-data-diff.txt'), timelineDiffText(one, other))
    console.log(`timelines: ${OUT}`)
  }, 300_000)

  test('an instance that has just been failed over is failed over again, which fails, and nobody repairs it any more', () => {
    expect(endsOf(original, 'web6', 'INSTANCE_FAILOVER')).toEqual(['success', 'error'])
    expect(toldOf(original)).toContain('Moving web6 from "Pending repair" to "Failure"')
    expect(endsOf(original, 'web6', 'INSTANCE_REPLACE_DISKS')).toEqual([])
  })

  test('ours fails it over once, and makes it redundant again', () => {
    expect(endsOf(ours, 'web6', 'INSTANCE_FAILOVER')).toEqual(['success'])
    expect(endsOf(ours, 'web6', 'INSTANCE_REPLACE_DISKS')).toEqual(['success'])
    expect(ours.filter(entry => entry.kind === 'job' && entry.status === 'error')).toEqual([])
  })

  test('the story in the documents is what happens', () => {
    const page = readFileSync(join(ROOT, 'docs', 'findings', 'stale-data.md'), 'utf8')
    const lines = formatTrace(original).split('\n')
    const story = lines.filter(line =>
      / job /.test(line) ? / job +(11|40) /.test(line) : /web6|node2|begins$|ends$/.test(line),
    )
    expect(page).toContain(`\`\`\`\n${story.join('\n')}\n\`\`\``)
  })
})

/** How the jobs with such an opcode on an instance have ended. */
function endsOf(entries: readonly TraceEntry[], instance: string, opcode: string): readonly string[] {
  return entries.flatMap(entry =>
    entry.kind === 'job' &&
    entry.instance === instance &&
    entry.summary.includes(opcode) &&
    ['success', 'error', 'canceled'].includes(entry.status)
      ? [entry.status]
      : [],
  )
}

function toldOf(entries: readonly TraceEntry[]): readonly string[] {
  return entries.flatMap(entry => (entry.kind === 'told' ? [entry.text] : []))
}
