import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadCluster, runJob, untilJobsEnded } from '../../sim/cli/luxi-client.ts'
import { Running, scratchFolder } from '../sim/cli/fixture.ts'
import { isSkipped, runDebian } from './debian-tools.ts'

/*
 * Debian's own Luxi clients against `harep-sim serve` with its built-in cluster: whether the simulated luxid is one that
 * they take for real. hbal balances one group at a time and must be told which.
 */

async function serve(...options: readonly string[]): Promise<string> {
  const path = join(scratchFolder(), 'luxi')
  const server = new Running('harep-sim.js', ['serve', '--socket', path, '--until-eof', ...options])
  await server.says('serving cluster')
  return path
}

describe.skipIf(isSkipped)('Debian clients load the built-in cluster', () => {
  test('harep finds it healthy', async () => {
    const path = await serve()
    const { exitCode, stdout, stderr } = await runDebian('harep', [`-L${path}`])
    expect(stderr).toBe('')
    expect(stdout.split('\n').slice(-2)).toEqual(['Healthy: 11', ''])
    expect(exitCode).toBe(0)
  })

  test('hinfo sees all nodes and instances, their memory and their disks', async () => {
    const path = await serve()
    const { exitCode, stdout, stderr } = await runDebian('hinfo', [
      `-L${path}`,
      '-pname,tmem,fmem,tdsk,pcnt,scnt',
    ])
    expect(stdout).toContain('Loaded cluster tags: ganeti:watcher:autorepair:fix-storage\n')
    expect(stdout).toContain('Loaded 7 nodes, 11 instances, 2 node groups\n')
    expect(stdout).toContain('Cluster is N+1 happy\n')
    // Printed on standard error by hinfo itself, because the tables are asked for.
    expect(tableRow(stderr, 'node1')).toEqual(['node1', '16384', '15360', '100', '0', '0'])
    expect(tableRow(stderr, 'node2')).toEqual(['node2', '16384', '5632', '100', '6', '1'])
    expect(exitCode).toBe(0)
  })

  test.each([
    ['rack1', 5, 9],
    ['rack2', 2, 2],
  ])('hbal has nothing against group %s', async (group, nodes, instances) => {
    const path = await serve()
    const { exitCode, stdout, stderr } = await runDebian('hbal', [`-L${path}`, '-G', group])
    expect(stderr).toBe('')
    expect(stdout).toContain('Loaded 7 nodes, 11 instances\n')
    expect(stdout).toContain(`Group size ${nodes} nodes, ${instances} instances\n`)
    expect(stdout).toMatch(/^Initial score: \d+\.\d+$/m)
    expect(exitCode).toBe(0)
  })

  test('hbal, carrying out what it proposes, has its jobs accepted and ended', async () => {
    const path = await serve('--time-scale', '1000')
    const { exitCode, stdout, stderr } = await runDebian('hbal', [
      `-L${path}`,
      '-G',
      'rack1',
      '-X',
      '-l',
      '2',
    ])
    expect(stderr).toBe('')
    // `1. db2 node2:node4 => node1:node4 ...`: where the last move of each instance leaves it is where it then is.
    const moves = [...stdout.matchAll(/^ +\d+\. (\S+) +\S+ => (\S+):(\S+) /gm)]
    expect(moves).toHaveLength(2)
    const goals = new Map(moves.map(([, name, primary, secondary]) => [name ?? '', [primary, secondary]]))
    for (const [name, goal] of goals) expect((await nodesOf(path, name)).slice(0, 2)).toEqual(goal)
    expect(exitCode).toBe(0)
  })
})

describe.skipIf(isSkipped)('Debian harep heals the built-in cluster', () => {
  test('a mirrored instance is failed over, and then made redundant', async () => {
    const path = await serve('--power-off', 'node2', '--time-scale', '1000')
    await runJob(path, [{ OP_ID: 'OP_NODE_SET_PARAMS', node_name: 'node2', offline: true, reason: [] }])
    expect(await nodesOf(path, 'web1')).toEqual(['node2', 'node3', 'ERROR_nodeoffline'])

    const first = await harep(path)
    expect(first).toContain('Executing ArFailover repair on web1\n')
    expect(await nodesOf(path, 'web1')).toEqual(['node3', 'node2', 'running'])

    const second = await harep(path)
    expect(second).toContain('Moving web1 from "Pending repair" to "Healthy"\n')
    expect(second).toContain('Executing ArFixStorage repair on web1\n')
    const [primary, secondary, status] = await nodesOf(path, 'web1')
    expect([primary, status]).toEqual(['node3', 'running'])
    expect(['node1', 'node4', 'node5']).toContain(secondary)

    const third = await harep(path)
    expect(third).toContain('Moving web1 from "Pending repair" to "Healthy"\n')
    expect(third).not.toContain('repair on web1\n')
    expect(third).toContain("Not repairing db2 because it's in state ArSuspended Forever\n")
  })

  async function harep(path: string): Promise<string> {
    const { exitCode, stdout, stderr } = await runDebian('harep', [`-L${path}`, '--job-delay=0.5'])
    expect(stderr).toBe('')
    expect(exitCode).toBe(0)
    await untilJobsEnded(path)
    return stdout
  }
})

/** Primary node, secondary node and status of an instance. */
async function nodesOf(path: string, name: string): Promise<readonly unknown[]> {
  const instance = (await loadCluster(path)).instances.find(found => found.name === name)
  return [instance?.primary, instance?.secondary, instance?.status]
}

/** The cells of the line of a table that begins with this name; a flag may stand before it. */
function tableRow(text: string, name: string): readonly string[] | undefined {
  return text
    .split('\n')
    .map(line => line.trim().split(/ +/))
    .find(([first]) => first === name)
}
