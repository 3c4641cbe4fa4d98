import { createCluster } from '../../sim/ganeti/simulated-cluster.ts'
import { NO_TIME } from '../../sim/ganeti/timing.ts'
import { createKernel } from '../../sim/kernel/virtual-kernel.ts'
import { healthyCluster } from './clusters.ts'
import { OURS, original, withSocketPath } from './commands.ts'
import { type Cost, costOf, mediansInTurns } from './measure.ts'
import { PreparedServer } from './prepared-server.ts'
import { printCost, printRow } from './rows.ts'

/*
 * Healthy clusters of several sizes: what it costs to see that nothing is to be done, which is what harep does nearly
 * always. The server answers with bytes that it has ready, so that the time is the client's; how much of it is the server's
 * all the same is printed, and whether ours grows in step with the cluster.
 */
const SIZES: readonly { readonly count: number; readonly runs: number }[] = [
  { count: 1000, runs: 9 },
  { count: 10_000, runs: 9 },
  { count: 50_000, runs: 5 },
  { count: 100_000, runs: 3 },
]

/** Prints the rows on loading. */
export async function benchLoad(): Promise<void> {
  const marginals: string[] = []
  let before: { readonly count: number; readonly seconds: number } | undefined
  for (const { count, runs } of SIZES) {
    const { healing, classic, other } = await costsOf(count, runs)
    printCost(`${count} healthy instances, --classic`, classic, other, 'original')
    printCost(`${count} healthy instances`, healing, other, 'original')
    const share = (cost: Cost) => `${((100 * cost.serverSeconds) / cost.seconds).toFixed(0)} %`
    printRow('    of which the server', [share(healing), ...(other ? [`original ${share(other)}`] : [])])
    if (before) {
      const microseconds = ((healing.seconds - before.seconds) * 1e6) / (count - before.count)
      marginals.push(`${microseconds.toFixed(1)} us from ${before.count} to ${count}`)
    }
    before = { count, seconds: healing.seconds }
  }
  printRow('one healthy instance more', [marginals.join(', ')])
}

async function costsOf(count: number, runs: number) {
  const kernel = createKernel({ startUs: Date.now() * 1000, seed: 1 })
  const cluster = createCluster(kernel, { ...healthyCluster(count), timing: NO_TIME })
  return await withSocketPath(async path => {
    const server = await PreparedServer.listen(path, {
      unparsable: text => cluster.unparsable(text),
      handle(request, reply) {
        cluster.handle(request, reply)
        while (kernel.step());
      },
    })
    const commands = [
      () => costOf(...OURS, `-L${path}`),
      () => costOf(...OURS, `-L${path}`, '--classic'),
      ...(original ? [() => costOf(original ?? '', `-L${path}`)] : []),
    ] as const
    // Once to prepare the answers, and to have all that is read from the disk in memory.
    for (const once of commands) await once()
    server.unpreparedCount = 0
    const [healing, classic, other] = await mediansInTurns(runs, commands)
    if (server.unpreparedCount > 0) throw new Error('a measured run asked what was not prepared')
    await server.close()
    if (!healing || !classic) throw new Error('a command was not measured')
    return { healing, classic, other }
  })
}
