import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { builtInCluster } from '../../../sim/cluster-file/built-in-cluster.ts'
import { parseClusterFile } from '../../../sim/cluster-file/parse-cluster-file.ts'
import { createCluster } from '../../../sim/ganeti/simulated-cluster.ts'
import { createKernel } from '../../../sim/kernel/virtual-kernel.ts'
import { LuxiServer } from '../../../sim/luxi-server/luxi-server.ts'
import { runHarepSim, scratchFolder } from './fixture.ts'

async function run(...argv: readonly string[]) {
  return await runHarepSim(argv)
}

/** Serves a cluster in which everything happens at once. */
async function served(definition = builtInCluster): Promise<string> {
  const kernel = createKernel({ startUs: 1_795_338_000_000_000, seed: 1 })
  const cluster = createCluster(kernel, definition)
  cluster.powerOff('node5')
  const path = join(scratchFolder(), 'luxi')
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
  onTestFinished(() => server.close())
  return path
}

test('a cluster imported from luxid says the same when it is served, and is imported as the same', async () => {
  const path = await served()
  const { code, out, err } = await run('import', 'luxi', path)
  expect([code, err]).toEqual([0, ''])
  const definition = parseClusterFile(out, 'imported')
  expect(definition.instances).toHaveLength(11)
  expect(definition.nodes.find(node => node.name === 'node5')).toMatchObject({ poweredOn: false })

  const again = await run('import', 'luxi', await served(definition))
  expect(parseClusterFile(again.out, 'imported')).toEqual(definition)
})

test('a dump of RAPI, in a folder or in a file', async () => {
  const parts = {
    info: { name: 'c' },
    groups: [],
    nodes: [],
    instances: [],
  }
  const folder = join(scratchFolder(), 'dump')
  mkdirSync(folder)
  for (const [part, value] of Object.entries(parts))
    writeFileSync(join(folder, `${part}.json`), JSON.stringify(value))
  const file = join(folder, 'all.json')
  writeFileSync(file, JSON.stringify(parts))
  for (const source of [folder, file]) {
    const { code, out, err } = await run('import', 'rapi', source)
    expect(err).toMatch(/^Error: .*: in info at uuid: /)
    expect([code, out]).toEqual([2, ''])
  }
})

test.each([
  [['import', 'rapi', '/nowhere'], /^Error: There is no RAPI dump '\/nowhere'\. Save what/],
  [['import', 'rapi', '/etc/passwd'], /^Error: \/etc\/passwd: this must begin with \{ or \[: .*Save what/],
  [['import', 'htools', '/nowhere'], /^Error: There is no htools file '\/nowhere'\. Name a file/],
  [['import', 'luxi', '/nowhere'], /^Error: .*\/nowhere/],
  [['import', 'magic', '/nowhere'], /^Error: .*Allowed choices are luxi, htools, rapi/],
  [['import', 'htools', '/dev/zero'], /^Error: The htools file '\/dev\/zero' has more than/],
])('%j ends with a clear error', async (argv, message) => {
  const { code, out, err } = await run(...argv)
  expect(err).toMatch(message)
  expect([code, out]).toEqual([2, ''])
})
