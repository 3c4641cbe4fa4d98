import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadCluster } from '../../../sim/cli/luxi-client.ts'
import { builtInCluster } from '../../../sim/cluster-file/built-in-cluster.ts'
import { isJsonArray, isJsonObject, type JsonValue } from '../../../src/cluster/json.ts'
import { served } from '../import/served.ts'
import { Running, runHarepSim, scratchFolder } from './fixture.ts'

async function run(...argv: readonly string[]) {
  return await runHarepSim(['plan', ...argv])
}

/** The object that a JSON text is. */
function objectOf(text: string) {
  const value: JsonValue = JSON.parse(text)
  if (!isJsonObject(value)) throw new Error(`no object: ${text}`)
  return value
}

/** What a plan says of each instance, but for how long it takes and which of several equal nodes is chosen. */
function outcomes(text: string) {
  const { instances } = objectOf(text)
  const told = (isJsonArray(instances) ? instances : []).filter(isJsonObject)
  return told
    .map(({ name, isHealthy, state, data }) => ({ name, isHealthy, state, data }))
    .sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1))
}

describe('harep-sim plan', { timeout: 60_000 }, () => {
  test('of a cluster that is served by another process: looks only, and tells the same as of its file', async () => {
    const path = join(scratchFolder(), 'luxi')
    await new Running('harep-sim.js', ['serve', '--socket', path]).says('serving cluster')
    const before = await loadCluster(path)
    const words = ['--offline', 'node2', '--offline', 'node5', '--output', 'json']
    const live = await new Running('harep-sim.js', ['plan', `-L${path}`, ...words]).ended
    expect([live.code, live.err]).toEqual([0, ''])
    expect(outcomes(live.out)).toEqual(outcomes((await run(...words)).out))
    expect(await loadCluster(path)).toEqual(before)
  })

  test('sends nothing but queries to a live cluster', async () => {
    const { path, asked } = await served(builtInCluster, live => {
      live.powerOff('node2')
      live.setNodeOffline('node2', true)
    })
    const { code, err } = await run(`-L${path}`, '--offline', 'node5')
    expect([code, err]).toEqual([0, ''])
    expect(asked.length).toBeGreaterThan(4)
    for (const method of asked) expect(method).toMatch(/^Query[A-Za-z]*$/)
  })

  test('--output json: one object with a version', async () => {
    const { code, out } = await run('--offline', 'node2', '--output', 'json')
    expect(code).toBe(0)
    const plan = objectOf(out)
    expect(plan).toMatchObject({ harepPlanVersion: 1, isComplete: true, assumed: { offline: ['node2'] } })
    expect(isJsonArray(plan['instances']) && plan['instances'].length).toBeGreaterThan(3)
  })

  test('takes the options of harep, and a cluster file', async () => {
    const file = join(scratchFolder(), 'cluster.json')
    writeFileSync(file, JSON.stringify(builtInCluster))
    const { code, out, err } = await run(file, '--classic', '--job-delay=0', '--offline', 'node2')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('harep gives no reason')
  })

  test('takes names of nodes that are cut off before a dot, unless they are short for several', async () => {
    const definition = {
      ...{ cluster: { name: 'tiny' }, groups: [{ name: 'default' }] },
      nodes: ['a.example.com', 'b.example.com', 'c.x.com', 'c.y.com'].map(name => ({ name })),
      instances: [{ name: 'i', diskTemplate: 'plain', primary: 'b.example.com' }],
    }
    const file = join(scratchFolder(), 'cluster.json')
    writeFileSync(file, JSON.stringify(definition))
    const { code, out, err } = await run(file, '--offline', 'b')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('Assumed: b.example.com loses its power')
    expect(await run(file, '--offline', 'c')).toEqual({
      ...{ code: 2, out: '' },
      err: 'Error: --offline c: the name is short for several nodes: c.x.com, c.y.com.\n',
    })
    expect((await run(file, '--offline', 'b', '--dead', 'B.example.com')).err).toMatch(/named twice/)
  })

  test('does not drain a node that is offline', async () => {
    const { path } = await served(builtInCluster, live => live.setNodeOffline('node2', true))
    const { code, err } = await run(`-L${path}`, '--drained', 'node2')
    expect(err).toMatch(/^Error: --drained node2: the node is marked offline already/)
    expect(code).toBe(2)
  })

  test('that is not whole ends with 1', async () => {
    const { code, out } = await run('--offline', 'node2', '--runs', '1')
    expect(code).toBe(1)
    expect(out).toMatch(/with\s+--runs/)
  })

  test.each<[readonly string[], RegExp]>([
    [['--offline', 'node1'], /^Error: --offline node1: the node is the master, where harep and luxid run/],
    [['--dead', 'nodeX'], /^Error: --dead names a node that the cluster does not have: nodeX\. It has node1/],
    [['--offline', 'node2', '--drained', 'node2'], /^Error: --drained node2: the node is named twice/],
    [['--runs', '0'], /It must be a whole number from 1 to 2016\./],
    [['--job-delay', 'soon'], /^Error: job delay: cannot parse string 'soon'/],
    [['--classic', '--settle-time=3'], /^Error: option `--settle-time' is not for --classic/],
    [['--group', 'nope'], /^Error: there is no group nope\n$/],
    [['-G', 'nope'], /^Error: there is no group nope\n$/],
    [['--node', 'node22'], /^Error: there is no node node22 \(did you mean /],
    [
      ['-L/nowhere', 'file'],
      /^Error: The plan is either for the live cluster behind --luxi or for the file 'file'/,
    ],
    [['-L/nowhere'], /^Error: there is no Luxi socket '\/nowhere'/],
    [['nowhere.yaml'], /^Error: There is no cluster file 'nowhere\.yaml'/],
    [['--ofline', 'node2'], /^Error: unknown option '--ofline'/],
    [['--output', 'xml'], /Allowed choices are text, json/],
  ])('%j ends with 2 and a clear error', async (argv, message) => {
    const { code, out, err } = await run(...argv)
    expect(err).toMatch(message)
    expect([code, out]).toEqual([2, ''])
  })
})
