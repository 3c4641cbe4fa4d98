import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { loadCluster, runJob } from '../../../sim/cli/luxi-client.ts'
import { Running, scratchFolder, untilGone } from './fixture.ts'

const READY = /^harep-sim: serving cluster cluster\.example\.com \(7 nodes, 11 instances\) on (.*)\n$/

async function serving(...args: readonly string[]) {
  const path = join(scratchFolder(), 'luxi')
  const server = new Running('harep-sim.js', ['serve', '--socket', path, ...args])
  await server.says('serving cluster')
  return { path, server }
}

/** Waits until a process has opened a file. */
async function opens({ process: { pid } }: Running, path: string): Promise<void> {
  const folder = `/proc/${pid}/fd`
  const target = (name: string) => {
    try {
      return readlinkSync(join(folder, name))
    } catch {
      return undefined
    }
  }
  while (!readdirSync(folder).some(name => target(name) === path)) await pause(20)
}

describe('harep-sim serve', { timeout: 60_000 }, () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'says one line when it takes connections, and ends well on %s',
    async signal => {
      const { path, server } = await serving()
      expect((await loadCluster(path)).nodes.size).toBe(7)
      server.process.kill(signal)
      const { code, out, err } = await server.ended
      expect(READY.exec(out)?.[1]).toBe(path)
      expect([code, err]).toEqual([0, ''])
      expect(existsSync(path)).toBe(false)
    },
  )

  test('--until-eof: ends with its standard input', async () => {
    const { path, server } = await serving('--until-eof')
    server.process.stdin?.end()
    expect((await server.ended).code).toBe(0)
    expect(existsSync(path)).toBe(false)
  })

  test('without it a standard input that is at its end does not matter', async () => {
    const { path, server } = await serving()
    server.process.stdin?.end()
    await new Promise(resolve => setTimeout(resolve, 200))
    expect((await loadCluster(path)).nodes.size).toBe(7)
  })

  test('ends although clients are connected and wait', async () => {
    const { path, server } = await serving()
    const delay = { OP_ID: 'OP_TEST_DELAY', duration: 3_600, reason: [] }
    const waiting = runJob(path, [delay]).then(
      () => 'done',
      error => error.code,
    )
    await new Promise(resolve => setTimeout(resolve, 200))
    server.process.kill('SIGTERM')
    expect((await server.ended).code).toBe(0)
    expect(await waiting).toBe('LUXI_CLOSED')
  })

  test('--time-scale: an hour of the cluster in seconds', async () => {
    const { path } = await serving('--time-scale', '1000')
    const startMs = performance.now()
    await runJob(path, [{ OP_ID: 'OP_TEST_DELAY', duration: 1_000, reason: [] }])
    const passedMs = performance.now() - startMs
    expect(passedMs).toBeGreaterThan(950)
  })

  test('--power-off and a cluster file: the node does not answer', async () => {
    const file = join(scratchFolder(), 'cluster.json')
    writeFileSync(
      file,
      JSON.stringify({
        cluster: { name: 'tiny' },
        groups: [{ name: 'default' }],
        nodes: [{ name: 'a' }, { name: 'b.example.com' }],
        instances: [{ name: 'i', diskTemplate: 'plain', primary: 'b.example.com' }],
      }),
    )
    const { path, server } = await serving(file, '--power-off', 'b')
    const { nodes, instances } = await loadCluster(path)
    expect([...nodes.values()].map(({ silence }) => silence !== undefined)).toEqual([false, true])
    expect(instances.map(({ status }) => status)).toEqual(['ERROR_nodedown'])
    server.process.kill('SIGTERM')
    expect((await server.ended).out).toContain('serving cluster tiny (2 nodes, 1 instance) on')
  })

  test('a cluster file that is a pipe: SIGTERM ends the wait for it, and what is written to it is served', async () => {
    const folder = scratchFolder()
    const [pipe, path] = [join(folder, 'pipe'), join(folder, 'socket')]
    execFileSync('mkfifo', [pipe])
    const waiting = new Running('harep-sim.js', ['serve', pipe, '--socket', path])
    await opens(waiting, pipe)
    waiting.process.kill('SIGTERM')
    expect(await waiting.ended).toMatchObject({ code: 0, out: '', err: '' })

    const served = new Running('harep-sim.js', ['serve', pipe, '--socket', path])
    await opens(served, pipe)
    const definition = {
      cluster: { name: 'piped' },
      groups: [{ name: 'g' }],
      nodes: [{ name: 'a' }],
      instances: [],
    }
    writeFileSync(pipe, JSON.stringify(definition))
    await served.says('serving cluster piped')
  })

  test('takes the place of a server that was killed, and not that of a live one', async () => {
    const { path, server } = await serving()
    const second = await new Running('harep-sim.js', ['serve', '--socket', path]).ended
    expect([second.code, second.out]).toEqual([2, ''])
    expect(second.err).toMatch(/^Error: Another server listens/)
    server.process.kill('SIGKILL')
    await untilGone(server.process.pid ?? 0)
    expect(lstatSync(path).isSocket()).toBe(true)
    const third = new Running('harep-sim.js', ['serve', '--socket', path])
    await third.says('serving cluster')
    expect((await loadCluster(path)).nodes.size).toBe(7)
  })

  test('harep itself talks to it', async () => {
    const { path } = await serving()
    const harep = await new Running('harep.js', [`-L${path}`, '--dry-run']).ended
    expect(harep.err).toBe('')
    expect(harep.out).toContain('Healthy: 11\n')
    expect(harep.code).toBe(0)
  })
})
