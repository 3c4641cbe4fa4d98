import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClusterDefinition, InstanceDefinition } from '../../sim/ganeti/cluster-definition.ts'
import { createCluster } from '../../sim/ganeti/simulated-cluster.ts'
import { NO_TIME } from '../../sim/ganeti/timing.ts'
import { createKernel } from '../../sim/kernel/virtual-kernel.ts'
import { LuxiServer } from '../../sim/luxi-server/luxi-server.ts'
import { type Cost, costOf, medianCost, mediansInTurns } from './measure.ts'

/*
 * What harep costs, against the original in the same run: start-up, loading healthy clusters of several sizes, and twenty
 * failovers off one dead node. Prints a table; what counts are the ratios, since the seconds are this machine's.
 */
const ROOT = join(import.meta.dirname, '..', '..')
const OURS = join(ROOT, 'bin', 'harep.js')
const ORIGINAL = '/usr/lib/ganeti/3.0/usr/bin/harep'
const SIZES = [1000, 10_000, 50_000]

function definition(count: number, tags: readonly string[]): ClusterDefinition {
  const nodes = Math.max(4, Math.ceil(count / 20))
  const name = (index: number) => `node${(index % nodes) + 1}`
  const instances = Array.from(
    { length: count },
    (_, index): InstanceDefinition => ({
      name: `inst${index}.example.com`,
      diskTemplate: 'drbd',
      primary: name(index + 1),
      secondary: name(index + 2),
      memoryMiB: 128,
    }),
  )
  return {
    cluster: { name: 'cluster.example.com', hypervisor: 'fake', tags },
    timing: NO_TIME,
    groups: [{ name: 'default' }],
    nodes: Array.from({ length: nodes }, (_, index) => ({ name: name(index), memoryMiB: 65_536 })),
    instances,
  }
}

async function withServer<T>(
  of: ClusterDefinition,
  deadNode: string | undefined,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'harep-bench-'))
  const kernel = createKernel({ startUs: Date.now() * 1000, seed: 1 })
  const cluster = createCluster(kernel, of)
  if (deadNode !== undefined) cluster.setNodeOffline(deadNode, true)
  const path = join(folder, 'socket')
  const server = await LuxiServer.listen({
    path,
    service: {
      unparsable: text => cluster.unparsable(text),
      handle(request, reply) {
        cluster.handle(request, reply)
        while (kernel.step());
      },
    },
    onDefect: error => {
      throw error
    },
  })
  try {
    return await use(path)
  } finally {
    await server.close()
    rmSync(folder, { recursive: true })
  }
}

function row(what: string, ours: Cost, other: Cost | undefined, otherName: string): void {
  const ratio = other ? `${(ours.seconds / other.seconds).toFixed(2)} x ${otherName}` : ''
  const memory = other ? `${(ours.memoryMiB / other.memoryMiB).toFixed(2)} x` : ''
  const figures = [`${ours.seconds.toFixed(3)} s`, ratio, `${ours.memoryMiB.toFixed(0)} MiB`, memory]
  console.log([what.padEnd(44), ...figures.map(figure => figure.padStart(20))].join(''))
}

const original = existsSync(ORIGINAL)
if (!original) console.log(`Debian's harep (ganeti-htools-3.0) is not installed: no ratios`)

// Taken in turns, since a machine's speed changes more within a minute than these two differ.
const [node, version] = await mediansInTurns(25, [
  () => costOf(process.execPath, '-e', '0'),
  () => costOf(process.execPath, OURS, '--version'),
])
row('harep --version', version, node, 'node -e 0')

for (const size of SIZES) {
  await withServer(definition(size, []), undefined, async path => {
    const runs = size > 10_000 ? 1 : 3
    const other = original ? await medianCost(runs, () => costOf(ORIGINAL, `-L${path}`)) : undefined
    const run = (...args: string[]) =>
      medianCost(runs, () => costOf(process.execPath, OURS, `-L${path}`, ...args))
    row(`${size} healthy instances, --classic`, await run('--classic'), other, 'the original')
    row(`${size} healthy instances`, await run(), other, 'the original')
  })
}

const failovers = definition(80, ['ganeti:watcher:autorepair:failover'])
const other = original ? await repairs([ORIGINAL]) : undefined
row(
  '20 failovers, 20 new secondaries, --classic',
  await repairs([process.execPath, OURS], '--classic'),
  other,
  'the original',
)
row('20 failovers, 20 new secondaries', await repairs([process.execPath, OURS]), other, 'the original')

async function repairs([command = '', ...first]: readonly string[], ...last: string[]): Promise<Cost> {
  return await withServer(failovers, 'node3', path => costOf(command, ...first, `-L${path}`, ...last))
}
