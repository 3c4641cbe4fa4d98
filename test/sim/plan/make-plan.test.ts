import { describe, expect, test } from 'vitest'
import { planText } from '../../../sim/plan/plan-text.ts'
import { cluster, drbd, instanceOf, plain, planOf } from './fixture.ts'

describe('a plan', () => {
  test('goes on to the end of a chain of repairs, and says who allowed each', () => {
    const plan = planOf(cluster(drbd('web1', 'failover')), { offline: ['node2'] })
    const steps = plan.runs.flatMap(run => run.steps)
    expect(steps.map(({ type, trouble }) => [type, trouble])).toEqual([
      ['failover', 'primary node2 is offline'],
      ['fix-storage', 'secondary node2 is offline'],
    ])
    for (const { decidedBy, job } of steps) {
      expect(decidedBy).toMatchObject({ level: 'instance', object: 'web1' })
      expect(job.status).toBe('success')
    }
    expect(plan.end).toBe('quiet')
    expect(instanceOf(plan, 'web1')).toMatchObject({
      isHealthy: true,
      start: { status: 'ERROR_nodeoffline', primary: 'node2', secondary: 'node3' },
      end: { status: 'running', primary: 'node3' },
      data: { kind: 'kept' },
    })
  })

  test('counts the interruption of an instance whose node died from the start on', () => {
    const web1 = instanceOf(planOf(cluster(drbd('web1', 'failover')), { offline: ['node2'] }), 'web1')
    expect(web1.interruptions).toHaveLength(1)
    expect(web1.interruptions[0]?.fromUs).toBe(0)
    expect(web1.interruptions[0]?.untilUs).toBeGreaterThan(0)
  })

  test('tells of an interruption that is not over at the end, and of one that none is', () => {
    const stopped = { ...drbd('batch1', 'fix-storage'), adminState: 'down' as const }
    const plan = planOf(cluster(drbd('web1', 'fix-storage'), stopped), { offline: ['node2'] })
    expect(instanceOf(plan, 'web1').interruptions).toEqual([{ fromUs: 0, untilUs: undefined }])
    expect(instanceOf(plan, 'batch1').interruptions).toEqual([])
  })

  test('says what would change it, and what that would cost', () => {
    const plan = planOf(cluster(plain('db1', 'fix-storage'), drbd('web1', 'fix-storage')), {
      offline: ['node2'],
    })
    expect(instanceOf(plan, 'db1')).toMatchObject({
      isHealthy: false,
      data: { kind: 'unreachable', nodes: ['node2'] },
      verdict: { state: 'repair-disallowed', code: 'not-allowed' },
    })
    expect(instanceOf(plan, 'db1').wayOut).toMatch(/autorepair:reinstall.*, at the price of its data$/)
    expect(instanceOf(plan, 'web1').wayOut).toMatch(/autorepair:failover(?!.*price)/)
  })

  test('tells what waits for a node to settle, and goes on when it has', () => {
    const db1 = cluster(plain('db1', 'reinstall'))
    const told = (words: readonly string[]) =>
      planOf(db1, { offline: ['node2'] }, { words }).runs.map(({ number, steps, waits }) => [
        number,
        steps.length,
        waits.length,
      ])
    expect(told([])).toEqual([
      [1, 0, 1],
      [3, 1, 0],
    ])
    expect(told(['--settle-time=0'])).toEqual([[1, 1, 0]])
  })

  test('tells whose data is lost, and why', () => {
    const plan = planOf(cluster(plain('db1', 'reinstall')), { offline: ['node2'] })
    expect(instanceOf(plan, 'db1').data).toEqual({
      kind: 'lost',
      sizeMiB: 1024,
      why: 'primary node2 is offline, so there was no copy to go on with, and its disks were made anew, empty',
    })
  })

  test('waits for a suspension that ends within its runs', () => {
    const soon = drbd('web1', 'failover', `suspend:${1_795_338_000 + 1_500}`)
    const plan = planOf(cluster(soon), { offline: ['node2'] })
    expect(plan.runs[0]?.atUs).toBeGreaterThanOrEqual(1_500_000_000)
    expect(instanceOf(plan, 'web1').isHealthy).toBe(true)
    const late = drbd('web1', 'failover', `suspend:${1_795_338_000 + 150_000}`)
    expect(planOf(cluster(late), { offline: ['node2'] })).toMatchObject({ end: 'quiet', runCount: 2 })
  })

  test('that does not get to its end within its runs says so', () => {
    const plan = planOf(cluster(drbd('web1', 'failover')), { offline: ['node2'] }, { runsMax: 1 })
    expect(plan.end).toBe('bound')
    expect(planText(plan)).toContain('After 1 run something still changes or is waited for')
  })

  test('of a healthy cluster is that nothing is done', () => {
    const plan = planOf(cluster(drbd('web1', 'failover'), plain('db1')))
    expect(plan).toMatchObject({ runs: [], instances: [], othersCount: 2, runCount: 2, end: 'quiet' })
    expect(planText(plan)).toContain('harep changes nothing.\n')
  })

  test('takes options of harep: --classic does what the original does', () => {
    const plan = planOf(cluster(plain('db1', 'reinstall')), { offline: ['node2'] }, { words: ['--classic'] })
    // The original leaves the instance with new disks and not running.
    expect(instanceOf(plan, 'db1')).toMatchObject({ isHealthy: false, data: { kind: 'lost' } })
  })

  test('does not call an instance healed that is only down, though harep has nothing to repair', () => {
    const plan = planOf(cluster({ ...plain('db1', 'reinstall'), running: false }))
    expect(instanceOf(plan, 'db1')).toMatchObject({
      isHealthy: false,
      verdict: { state: 'healthy' },
      end: { status: 'ERROR_down' },
    })
    expect(instanceOf(plan, 'db1').wayOut).toContain('ganeti-watcher')
  })

  test('is the same each time', () => {
    const once = () =>
      planOf(cluster(drbd('web1', 'failover'), plain('db1', 'reinstall')), { offline: ['node2'] })
    expect(once()).toEqual(once())
  })

  test('does not print what a name or a tag could do to a terminal', () => {
    const plan = planOf(cluster(drbd('web1', 'fix-storage')), { offline: ['node2'] })
    const evil = { ...instanceOf(plan, 'web1'), name: 'web\u001b[31m\n1' }
    const text = planText({ ...plan, notes: ['a note\u0007'], instances: [evil] })
    expect(text).not.toMatch(/[\u001b\u0007]/)
    expect(text).toContain('web\\x1b[31m\\x0a1: Repair disallowed')
  })
})

test('repairs that are alike are told together, each name once', () => {
  const names = ['web1', 'web2', 'web3', 'web4', 'web5']
  const text = planText(planOf(cluster(...names.map(name => drbd(name, 'failover'))), { offline: ['node2'] }))
  expect(text).toContain('\n  web1, web2, web3, web4, web5 (5 instances): failover, since ')
  expect(text).toContain('\n    Allowed by the tag ganeti:watcher:autorepair:failover on each.\n')
  expect(text).toContain('\n    New primary nodes: node3 (5).\n')
})
