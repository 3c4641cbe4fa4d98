import { expect, test } from 'vitest'
import { ALLOW, clusterOf, drbd, KEPT } from '../killed/scenario.ts'
import { Stage } from '../killed/stage.ts'
import { decisionsOf, returnedBy } from '../world.ts'

const ID = (digit: number) => `6b3ce2d1-0000-4000-8000-00000000000${digit}`
const pending = (digit: number, job: number) =>
  `${ALLOW}pending:failover:${ID(digit)}:179533000${digit}:${job}`

const SICKNESSES: readonly (readonly [string, readonly string[], object])[] = [
  ['two pending tags', [pending(1, 4711), pending(2, 4712)], { state: 'repair-failed' }],
  ['a pending tag whose job is gone', [pending(1, 4711)], { reason: { code: 'job-gone' } }],
  ['a suspension that cannot be read', [`${ALLOW}suspend:tomorrow`], { state: 'suspended' }],
  ['a malformed repair tag', [`${ALLOW}pending:failover:x`], { reason: { code: 'tags-malformed' } }],
  [
    '4096 tags',
    Array.from({ length: 4095 }, (_, index) => `filler${index}`),
    { reason: { code: 'problem', problem: expect.stringContaining('Ganeti stores 4096') } },
  ],
]

test.each(SICKNESSES)(
  'an instance with %s is told, left alone, and keeps no other from healing',
  (_, tags, said) => {
    const stage = new Stage(
      clusterOf(5, [
        drbd('sick1', ['node2', 'node3'], 'failover', { tags: [`${ALLOW}failover`, ...tags] }),
        drbd('web1', ['node2', 'node3'], 'failover'),
        drbd('web2', ['node4', 'node2'], 'failover'),
      ]),
    )
    stage.kill('node2')
    const runs = stage.cron(4)
    for (const run of runs) expect([0, 1]).toContain(returnedBy(run.outcome))
    const last = runs.at(-1)
    expect(last && decisionsOf(last).get('sick1')).toMatchObject(said)
    expect(stage.instance('sick1')).toMatchObject({ primary: 'node2', dataLost: false })
    expect(stage.instance('web1')).toMatchObject({ ...KEPT, primary: 'node3' })
    expect(stage.instance('web2').secondaries).not.toContain('node2')
    expect(stage.violations).toEqual([])
  },
)
