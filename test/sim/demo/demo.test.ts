import { describe, expect, test } from 'vitest'
import { tellDemo } from '../../../sim/demo/demo.ts'
import type { DemoWorld, HarepRun } from '../../../sim/demo/demo-world.ts'
import type { Instance } from '../../../src/cluster/instance.ts'
import { instance, node, snapshot } from './fixture.ts'

const GOOD = 'ganeti:watcher:autorepair:failover'
const quiet: HarepRun = { exitCode: 0, lines: [] }

/** What happens in a round: the instance afterwards, and what harep said, where they differ from nothing. */
type Round = (web: Instance) => { readonly web?: Instance; readonly run?: HarepRun }

/** A cluster with one drbd instance on a node that dies, and a harep that does what the test says, round by round. */
class ScriptedWorld implements DemoWorld {
  text = ''
  rounds = 0
  readonly marked: string[] = []
  #web: Instance
  readonly #script: readonly Round[]

  constructor(web: Instance, script: readonly Round[]) {
    this.#web = web
    this.#script = script
  }

  readonly load = async () => {
    const dead = this.marked.includes('n1')
      ? { offline: true, resources: undefined }
      : { resources: undefined, silence: 'no answer' }
    return snapshot([node('n0'), node('n1', dead), node('n2')], [this.#web])
  }
  readonly markOffline = async (name: string) => {
    this.marked.push(name)
    return '1'
  }
  readonly harep = async () => {
    const { web, run } = this.#script[this.rounds]?.(this.#web) ?? {}
    this.#web = web ?? this.#web
    this.rounds += 1
    return run ?? quiet
  }
  readonly jobsEnded = async () => {}
  readonly nowSeconds = () => 1_800_000_000n
  readonly print = (text: string) => {
    this.text += text
  }
}

const broken = instance('web', {
  diskTemplate: 'drbd',
  primary: 'n1',
  secondary: 'n0',
  status: 'ERROR_nodeoffline',
  tags: [GOOD],
})
const failedOver = (web: Instance): Instance => ({
  ...web,
  primary: 'n0',
  secondary: 'n1',
  status: 'running',
})
const redundant = (web: Instance): Instance => ({ ...web, secondary: 'n2' })

describe('the demo', () => {
  test('goes on until a round changes nothing, and tells what was healed', async () => {
    const world = new ScriptedWorld(broken, [
      web => ({
        web: failedOver(web),
        run: { exitCode: 0, lines: ['web: Repair begun: failover in job 2'] },
      }),
      web => ({ web: redundant(web) }),
    ])
    expect(await tellDemo(world, ['n1'])).toBe(true)
    expect(world.rounds).toBe(3)
    expect(world.marked).toEqual(['n1'])
    expect(world.text).toContain('Round 1:\n    web: Repair begun: failover in job 2\n')
    expect(world.text).toContain('Round 3, which changes nothing any more:\n')
    expect(world.text).toContain('n1 -> n0  n0 -> n2   ERROR_nodeoffline -> running')
    expect(world.text).toMatch(/\n1 of 1 healed\.\n$/)
  })

  test('tells whose data is gone', async () => {
    const plain = { ...broken, diskTemplate: 'plain', secondary: undefined } as const
    const tags = ['ganeti:watcher:autorepair:reinstall']
    const world = new ScriptedWorld({ ...plain, tags }, [
      web => ({
        web: { ...web, primary: 'n2', status: 'running' },
        run: { exitCode: 0, lines: ['web: Repair begun: reinstall in job 2 on n2'] },
      }),
    ])
    expect(await tellDemo(world, ['n1'])).toBe(true)
    expect(world.text).toMatch(/\n1 of 1 healed \(web with empty disks\)\.\n$/)
  })

  test('is no success where an instance that should be healed is not', async () => {
    const world = new ScriptedWorld(broken, [])
    expect(await tellDemo(world, ['n1'])).toBe(false)
    expect(world.text).toMatch(/\n0 of 1 healed; 1 not: web \(it should be\)\.\n$/)
  })

  test("is one where the permission is too low, for which harep's own words are quoted", async () => {
    const line = 'web: Repair disallowed: failover is not allowed [not-allowed]'
    const tags = ['ganeti:watcher:autorepair:migrate']
    const world = new ScriptedWorld({ ...broken, tags }, [() => ({ run: { exitCode: 0, lines: [line] } })])
    expect(await tellDemo(world, ['n1'])).toBe(true)
    expect(world.text).toContain(`in harep's words:\n  ${line}\n`)
    expect(world.text).toMatch(/\n0 of 1 healed; 1 not: web \(not-allowed\)\.\n$/)
  })

  test('is none where harep ends badly, which is told', async () => {
    const world = new ScriptedWorld(broken, [
      web => ({ web: redundant(failedOver(web)) }),
      () => ({ run: { exitCode: 1, lines: ['Error: no'] } }),
    ])
    expect(await tellDemo(world, ['n1'])).toBe(false)
    expect(world.text).toContain('    Error: no\n  harep ended with 1.\n')
  })

  test('ends where harep never stops changing things, which is no success', async () => {
    const flip = (web: Instance) => ({ web: { ...web, tags: [GOOD, `x${web.tags.length}`, ...web.tags] } })
    const world = new ScriptedWorld(
      broken,
      Array.from({ length: 100 }, () => flip),
    )
    expect(await tellDemo(world, ['n1'])).toBe(false)
    expect(world.rounds).toBe(10)
    expect(world.text).toContain('harep still changed something in round 10, so the demo stops here.')
  })

  test('does not count an instance as healed that was only marked down', async () => {
    const world = new ScriptedWorld(broken, [
      web => ({ web: { ...redundant(failedOver(web)), adminState: 'down', status: 'ADMIN_down' } }),
    ])
    expect(await tellDemo(world, ['n1'])).toBe(false)
  })
})
