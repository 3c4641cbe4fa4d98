import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { step } from '../../../sim/cli/step.ts'
import { parseScenario } from '../../../sim/scenario/parse-scenario.ts'
import { SMALL, small } from '../scenario/small.ts'
import { catching, Running, runHarepSim, scratchFolder } from './fixture.ts'

const EXPECTED = `permissions: { cluster: failover }
expect:
  instances: { web1: { runs: true, primary: node3, secondary: node1, data: kept, reason: nodes-fine } }
  repairs: [failover web1, fix-storage web1]
`

async function run(...argv: readonly string[]) {
  return await runHarepSim(argv)
}

function file(name: string, text: string): string {
  const path = join(scratchFolder(), name)
  writeFileSync(path, text)
  return path
}

beforeEach(() => {
  vi.stubEnv('CI', '')
})
afterEach(() => {
  vi.unstubAllEnvs()
})

describe('run', () => {
  test('tells the story and how it comes out', async () => {
    const path = file('dies.yaml', small({}, EXPECTED))
    const { code, out, err } = await run('run', path)
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^It dies\.\n\n\+0h05m00s {2}/)
    expect(out).toContain('node2 loses its power\n')
    expect(out).toMatch(
      /\n\d+ runs of harep in \d+ min: all is as it must be, and as expected\.\nok {6}.*dies\.yaml\n\n$/,
    )
    expect(await run('run', '-q', path)).toEqual({ code: 0, out: `ok      ${path}\n`, err: '' })
  })

  test('what is not as expected is told, and is exit code 1', async () => {
    const path = file(
      'dies.yaml',
      small({}, EXPECTED.replace('primary: node3', 'primary: node1').replace('[failover web1, ', '[')),
    )
    const { code, out } = await run('run', '-q', path)
    expect(code).toBe(1)
    expect(out).toBe(`FAILED  ${path}
        web1: primary should be node1, and is node3
        the repairs should be fix-storage web1, and are failover web1, fix-storage web1
`)
  })

  test('--json is one object', async () => {
    const path = file('dies.yaml', small({}, EXPECTED))
    const { scenarios } = JSON.parse((await run('run', '--json', path)).out)
    expect(scenarios).toHaveLength(1)
    expect(scenarios[0]).toMatchObject({
      file: path,
      description: 'It dies.',
      ok: true,
      violations: [],
      unmet: [],
    })
    expect(scenarios[0].trace[0]).toHaveProperty('atUs')
    expect(JSON.parse((await run('run', '--json', '-q', path)).out).scenarios[0]).not.toHaveProperty('trace')
  })

  test('--update writes the trace, with which it is compared from then on', async () => {
    const path = file('dies.yaml', small({}, EXPECTED))
    const golden = path.replace('.yaml', '.trace.txt')
    expect((await run('run', '-q', '--update', path)).code).toBe(0)
    expect(readFileSync(golden, 'utf8')).toMatch(/^It dies\.\n/)
    expect((await run('run', '-q', path)).code).toBe(0)
    writeFileSync(golden, readFileSync(golden, 'utf8').replace('loses its power', 'has its power'))
    const { code, out } = await run('run', '-q', path)
    expect(code).toBe(1)
    expect(out).toContain(`the trace is no longer that of ${golden}, from line `)
  })

  test('a trace that cannot be read is a documented error', async () => {
    const path = file('dies.yaml', small({}, EXPECTED))
    mkdirSync(path.replace('.yaml', '.trace.txt'))
    const { code, err } = await run('run', '-q', path)
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/^Error: The file '.*\.trace\.txt' is a directory/),
    ])
  })

  test('--update is refused in CI', async () => {
    vi.stubEnv('CI', 'true')
    const path = file('dies.yaml', small({}, EXPECTED))
    const { code, err } = await run('run', '--update', path)
    expect([code, err]).toEqual([
      2,
      'Error: --update writes the texts that are checked here: with CI set it is refused.\n',
    ])
    expect(existsSync(path.replace('.yaml', '.trace.txt'))).toBe(false)
  })

  test('the cluster may be a file beside it', async () => {
    const path = file('dies.yaml', small({ cluster: 'cluster: small.yaml\n' }, EXPECTED))
    expect((await run('run', '-q', path)).err).toMatch(
      /^Error: The cluster file '.*small\.yaml', which .* cannot be read \(ENOENT\)/,
    )
    writeFileSync(
      join(path, '..', 'small.yaml'),
      SMALL.cluster.replace(/^cluster:\n/, '').replace(/^ {2}/gm, ''),
    )
    expect((await run('run', '-q', path)).code).toBe(0)
  })

  test('the cluster may be a file in a folder of its own, as in the manual, which list passes over', async () => {
    const path = file('dies.yaml', small({ cluster: 'cluster: clusters/small.yaml\n' }, EXPECTED))
    mkdirSync(join(path, '..', 'clusters'))
    writeFileSync(
      join(path, '..', 'clusters', 'small.yaml'),
      SMALL.cluster.replace(/^cluster:\n/, '').replace(/^ {2}/gm, ''),
    )
    expect((await run('run', '-q', path)).code).toBe(0)
    expect(await run('list', join(path, '..'))).toEqual({ code: 0, out: 'dies  ok      It dies.\n', err: '' })
  })

  test('nothing is played where a file is no scenario', async () => {
    const [good, bad] = [file('dies.yaml', small()), file('bad.yaml', small({ head: '' }))]
    expect(await run('run', good, bad)).toEqual({
      ...{ code: 2, out: '', err: `Error: ${bad}:1:1: description is missing; add it\n` },
    })
    expect((await run('run', join(good, '..', 'none.yaml'))).err).toMatch(
      /^Error: There is no scenario file '.*none\.yaml'\./,
    )
  })
})

describe('list and replay', () => {
  test('list names each, what it teaches and how it comes out', async () => {
    const path = file('dies.yaml', small({}, EXPECTED))
    writeFileSync(
      join(path, '..', 'lives.json'),
      JSON.stringify(parseScenario(small({ head: 'description: It lives.\n' }), '')),
    )
    expect(await run('list', join(path, '..'))).toEqual({
      ...{ code: 0, err: '', out: 'dies   ok      It dies.\nlives  ok      It lives.\n' },
    })
    expect((await run('list', join(path, '..', 'nowhere'))).err).toMatch(/cannot be read \(ENOENT\)/)
  })

  test('replay prints every status of every job, until the time that is asked for', async () => {
    const path = file('dies.yaml', small({}, EXPECTED))
    const { code, out } = await run('replay', path)
    expect(code).toBe(0)
    expect(out).toContain('job      1 is waiting: INSTANCE_FAILOVER(web1)\n')
    expect((await run('replay', path, '--until', '6m')).out).not.toContain('INSTANCE_FAILOVER')
    expect((await run('replay', path, '--until', 'noon')).err).toContain(
      'It must be a number of seconds or a time',
    )
  })
})

describe('step mode', () => {
  async function stepped(input: string) {
    const { written, writer } = catching()
    const lines = new PassThrough()
    lines.end(input)
    await step(parseScenario(small({}, EXPECTED), ''), writer, lines)
    return written.out
  }

  test('a line shows what happens next, and what it changed', async () => {
    expect(await stepped('\n\n\n')).toMatch(
      /^It dies\.\nEnter: .*\n\n {13}nodes: node1 \(master\), node2, node3\n {13}web1: runs on node2 .*\n.*node2 loses its power\n.*run 1 of harep.*\n.*web1 stops\n {13}nodes: node1 \(master\), node2 \(no power\), node3\n {13}web1: does not run .*\n$/,
    )
  })

  test('c shows the rest, q nothing more', async () => {
    expect(await stepped('\nc\n')).toContain('all is as it must be, and as expected.')
    expect(await stepped('q\n\n')).not.toContain('+0h')
  })

  test('a pipe drives it', async () => {
    const path = file('dies.yaml', small({}, EXPECTED))
    const child = new Running('harep-sim.js', ['run', '--step', path])
    child.process.stdin?.end('c\n')
    const { code, out } = await child.ended
    expect([code, out.split('\n').at(-2)]).toEqual([0, expect.stringContaining('all is as it must be')])
  })
})
