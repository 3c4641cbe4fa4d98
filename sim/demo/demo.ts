import type { Snapshot } from '../../src/cluster/snapshot.ts'
import { effectivePermission } from '../../src/policy/effective-permission.ts'
import { instanceTable, nodeTable } from './cluster-text.ts'
import type { DemoWorld, HarepRun } from './demo-world.ts'
import { recreated, shorten, verdicts } from './harep-lines.ts'
import { changeTable, closingLine, type Outcome, reasonLines, sortOutcome } from './outcome-text.ts'
import { wrapLine } from './wrap.ts'

/** Each repair takes two rounds (submit, record), the longest chain has three repairs; the last round changes nothing. */
const ROUNDS_MAX = 10

/**
 * Tells how harep heals a cluster on which `deadNodes` have lost their power. True if all that should be healed is healed
 * in the end, and harep ended well.
 */
export async function tellDemo(world: DemoWorld, deadNodes: readonly string[]): Promise<boolean> {
  const print = (...lines: readonly string[]) => world.print(lines.map(line => `${line}\n`).join(''))
  const dead = deadNodes.join(' and ')

  const first = await world.load()
  const permissionOf = effectivePermission(first, {
    nowSeconds: world.nowSeconds(),
    unreadableSuspends: true,
  })
  print(`A simulated Ganeti cluster. ${dead} ${deadNodes.length === 1 ? 'has' : 'have'} just lost power:`)
  print(...nodeTable(first), '', ...instanceTable(first, permissionOf), '')

  const jobs: string[] = []
  for (const node of deadNodes) jobs.push(await world.markOffline(node))
  const marking = `An admin marks ${dead} offline (gnt-node modify --offline=yes, ${jobs.length === 1 ? 'job' : 'jobs'} ${jobs.join(' and ')}).`
  print(
    ...wrapLine(marking, 0),
    'Then harep runs, round after round, as cron would start it, but with',
    '--settle-time=0, since nobody wants to watch ten minutes pass. Its output is',
    'indented; its counts are left out.',
    '',
  )
  const before = await world.load()
  const last = await runRounds(world, before, print)

  const outcome: Outcome = {
    before,
    after: await world.load(),
    permissionOf,
    verdicts: verdicts(last.run.lines),
    recreated: recreated(last.lines),
  }
  const sorted = sortOutcome(outcome)
  print('What became of the instances:', ...changeTable(outcome), '')
  const reasons = reasonLines(outcome, sorted)
  if (reasons.length > 0) print("Why some are not healed, in harep's words:", ...reasons, '')
  if (!last.settled) print(`harep still changed something in round ${ROUNDS_MAX}, so the demo stops here.`)
  print(...wrapLine(closingLine(outcome, sorted), 0))
  return last.settled && last.run.exitCode === 0 && sorted.missed.length === 0
}

/** The rounds, once they are over. */
interface Rounds {
  /** The last one. */
  readonly run: HarepRun
  /** Whether that one changed nothing any more. */
  readonly settled: boolean
  /** What was printed in all of them. */
  readonly lines: readonly string[]
}

/** Runs harep until a round changes nothing. */
async function runRounds(
  world: DemoWorld,
  start: Snapshot,
  print: (...lines: readonly string[]) => void,
): Promise<Rounds> {
  const lines: string[] = []
  let before = start
  let previous: HarepRun = { exitCode: 0, lines: [] }
  for (let round = 1; round <= ROUNDS_MAX; round += 1) {
    const run = await world.harep()
    await world.jobsEnded()
    const after = await world.load()
    const settled = fingerprint(before) === fingerprint(after)
    print(
      `Round ${round}${settled ? ', which changes nothing any more' : ''}:`,
      ...roundLines(run, previous),
      '',
    )
    lines.push(...run.lines)
    if (settled) return { run, settled, lines }
    before = after
    previous = run
  }
  return { run: previous, settled: false, lines }
}

function roundLines(run: HarepRun, previous: HarepRun): readonly string[] {
  const { shown, repeated } = shorten(run.lines, previous.lines)
  return [
    ...shown.flatMap(line => wrapLine(line, 4)),
    ...(repeated > 0
      ? [`    (and ${repeated === 1 ? 'one line' : `${repeated} lines`} as in the round before)`]
      : []),
    ...(run.exitCode === 0 ? [] : [`  harep ended with ${run.exitCode ?? 'a signal'}.`]),
  ]
}

/** All that a round of repairs can change. */
function fingerprint({ instances, nodes, clusterTags }: Snapshot): string {
  const states = instances.map(({ name, primary, secondary, status, adminState, tags }) => [
    name,
    primary,
    secondary,
    status,
    adminState,
    [...tags].sort(),
  ])
  const flags = [...nodes.values()].map(({ name, offline, drained }) => [name, offline, drained])
  return JSON.stringify([states, flags, clusterTags])
}
