import { utimesSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ClusterDefinition } from '../../sim/ganeti/cluster-definition.ts'
import { NO_TIME } from '../../sim/ganeti/timing.ts'
import { takeRunLock } from '../../src/cli/run-lock.ts'
import { failover } from '../../src/cluster/opcode.ts'
import { annotate } from '../../src/run/annotate.ts'
import { markEntries } from '../../src/run/repair-mark.ts'
import { parsedOutput } from '../report/output-schemas.ts'
import { harep } from './harep-in-process.ts'
import { served } from './served.ts'

const FAILED = 'ganeti:watcher:autorepair:result:failover:u1:1000:failure:77'

/** An instance that may be failed over, one that was in vain, one that nobody spoke for, and one that is well. */
const CLUSTER: ClusterDefinition = {
  cluster: {
    name: 'cluster.example.com',
    hypervisor: 'fake',
    tags: ['ganeti:watcher:autorepair:fix-storage'],
  },
  timing: NO_TIME,
  groups: [
    { name: 'default', tags: ['ganeti:watcher:autorepair:failover', 'ganeti:watcher:autorepair:suspend:5'] },
  ],
  nodes: ['node1', 'node2', 'node3', 'node4'].map(name => ({ name })),
  instances: [
    { name: 'due.x', diskTemplate: 'drbd', primary: 'node2', secondary: 'node3' },
    { name: 'failed.x', diskTemplate: 'drbd', primary: 'node2', secondary: 'node3', tags: [FAILED] },
    {
      name: 'refused.x',
      diskTemplate: 'drbd',
      primary: 'node2',
      secondary: 'node3',
      tags: ['ganeti:watcher:autorepair:fix-storage'],
    },
    { name: 'well.x', diskTemplate: 'drbd', primary: 'node3', secondary: 'node4' },
  ],
}

function escaped(text: string): string {
  return text.replace(/[.()]/g, '\\$&')
}

async function broken() {
  const { cluster, path } = await served(CLUSTER)
  cluster.setNodeOffline('node2', true)
  return { cluster, path, ask: (...argv: string[]) => harep([`-L${path}`, ...argv]) }
}

describe('status', () => {
  test('lists what is not healthy, and counts all', async () => {
    const { ask, cluster } = await broken()
    const { code, out, err } = await ask('status')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toBe(
      `Instance  State             Reason          Primary_node Secondary_Nodes Decided_by                                     Why
due.x     needs-repair      primary-offline node2        node3           group/ganeti:watcher:autorepair:failover       its primary node node2 is offline, and its secondary node3 has the data
failed.x  repair-failed     job-gone        node2        node3           -                                              its tag says that its failover failed, but job 77 is no longer on record, so nothing tells why, or whether it really did
refused.x repair-disallowed not-allowed     node2        node3           instance/ganeti:watcher:autorepair:fix-storage it needs failover, and the tag ganeti:watcher:autorepair:fix-storage on instance refused.x allows only repairs up to fix-storage
---------------------
Instance status count
---------------------
Healthy: 1
Suspended: 0
Needs repair: 1
Repair disallowed: 1
Pending repair: 0
Failure: 1
`,
    )
    expect(cluster.snapshot().jobs).toEqual([])
  })

  test('for a program: all instances, some columns, no titles, no counts', async () => {
    const { ask } = await broken()
    expect(
      (await ask('status', '--all', '--no-headers', '--separator=|', '-oname,next,oper_state')).out,
    ).toBe('due.x|failover|*\nfailed.x|-|*\nrefused.x|-|*\nwell.x|-|Y\n')
  })

  test('of a choice counts only what was chosen', async () => {
    const { ask } = await broken()
    const { out } = await ask('status', '--node=node4', '--all', '-oname')
    expect(out).toMatch(/^Instance\nwell\.x\n-+\n/)
    expect(out).toContain('Healthy: 1\n')
    expect(out).toContain('Failure: 0\n')
  })

  test('of what the cluster does not have is an error', async () => {
    const { ask } = await broken()
    expect(await ask('status', '-Gdefalt', '--select-instances=du')).toEqual({
      code: 1,
      out: '',
      err: 'Error: there is no group defalt (did you mean default?); there is no instance du (did you mean due.x?)\n',
    })
  })

  test('as JSON holds to its schema', async () => {
    const { ask } = await broken()
    const output = parsedOutput((await ask('status', '--output=json')).out)
    expect(output).toMatchObject({
      schema: 'harep-status/1',
      instances: [
        { name: 'due.x', next: { repair: 'failover' }, group: 'default' },
        { name: 'failed.x', next: null },
        { name: 'refused.x', decidedBy: { level: 'instance' } },
      ],
      counts: { healthy: 1, 'repair-failed': 1 },
    })
  })
})

describe('explain', () => {
  test('tells what was seen, what decided and what not, what is on record and what comes next', async () => {
    const { ask } = await broken()
    expect(await ask('explain', 'due')).toEqual({
      code: 0,
      err: '',
      out: `due.x: Needs repair [primary-offline]
  Why: its primary node node2 is offline, and its secondary node3 has the data
  Decided by: the tag ganeti:watcher:autorepair:failover on group default
  Disks: drbd
  Admin state: up; seen: ERROR_nodeoffline
  Group: default
  Primary node: node2 (marked offline)
  Secondary node: node3 (online)
  Tags about repairs, the nearest object first:
    group default: ganeti:watcher:autorepair:failover (allows repairs up to failover; this one holds)
    group default: ganeti:watcher:autorepair:suspend:5 (suspends repairs until 1970-01-01 00:00:05 UTC; its time has passed)
    the cluster: ganeti:watcher:autorepair:fix-storage (allows repairs up to fix-storage; overridden)
  Repairs on record, the oldest first: none
  The next run begins failover, one job of:
    INSTANCE_FAILOVER due.x
`,
    })
  })

  test('of a failure names the record, and what would end it', async () => {
    const { ask } = await broken()
    const { out } = await ask('explain', 'failed.x')
    expect(out).toContain(`  Repairs on record, the oldest first:
    1970-01-01 00:16:40 UTC: failover failed: ${FAILED}
      job 77: no longer on record
  The next run begins nothing here
`)
    expect(out).toMatch(/\n {2}To change it: .+\n/)
  })

  test('of an unknown name suggests one', async () => {
    const { ask } = await broken()
    expect(await ask('explain', 'deu')).toEqual({
      code: 1,
      out: '',
      err: 'Error: there is no instance deu (did you mean due.x?)\n',
    })
  })

  test.each(['due', 'failed', 'refused', 'well'])('of %s as JSON holds to its schema', async name => {
    const { ask } = await broken()
    expect(parsedOutput((await ask('explain', name, '--output=json')).out)).toMatchObject({
      schema: 'harep-explain/1',
      name: `${name}.x`,
    })
  })

  test('where a one-off permission decides, no other tag is said to hold', async () => {
    const { ask, cluster } = await broken()
    const once = 'ganeti:watcher:autorepair:pending:failover:once:1000:'
    const own = 'ganeti:watcher:autorepair:fix-storage'
    cluster.setTags('instance', 'refused.x', [own, once])
    const { out } = await ask('explain', 'refused')
    expect(out).toContain(`Decided by: the tag ${once} on instance refused.x\n`)
    expect(out).toContain(`instance refused.x: ${own} (allows repairs up to fix-storage; overridden)\n`)
    expect(out).not.toContain('this one holds')
  })
})

describe('the hold of a run', () => {
  const text = 'harep-hold:01234567-0123-4123-8123-0123456789ab.1'

  async function held(secondsAgo: number) {
    const { ask, cluster } = await broken()
    const sinceSeconds = Math.floor(Date.now() / 1000) - secondsAgo
    const trail = [['harep', `${text} for 2 jobs`, sinceSeconds * 1_000_000_000]]
    const filter = [null, 0, [['reason', ['=', 'reason', text]]], 'PAUSE', trail]
    cluster.handle({ method: 'ReplaceFilter', args: filter }, ({ success }) => expect(success).toBe(true))
    for (const name of ['due.x', 'well.x']) {
      const repair = { type: 'failover', id: name } as const
      const marks = markEntries({ repair, hold: text, figures: undefined, from: undefined }, 1)
      const job = [annotate(failover(name), { version: '0.0.0', reason: undefined }, 1, marks)]
      cluster.handle({ method: 'SubmitJob', args: [job] }, ({ success }) => expect(success).toBe(true))
    }
    return {
      ask,
      sinceSeconds,
      since: new Date(sinceSeconds * 1000).toISOString().replace('T', ' ').slice(0, 19),
    }
  }

  test.each([
    [3600, 'an interrupted run'],
    [30, 'a run that is at work, or was interrupted'],
  ])(
    'that stands for %d s is in status and explain, with what it keeps from starting',
    async (ago, whose) => {
      const { ask, since } = await held(ago)
      const line = (jobs: string) =>
        `A hold of ${whose} (${text}) stands since ${since} UTC and keeps ${jobs} from starting; the next run of harep sees to it\n`
      expect((await ask('status')).out).toMatch(new RegExp(`\\nFailure: 1\\n${escaped(line('jobs 1, 2'))}$`))
      expect((await ask('explain', 'due')).out).toContain(`\n  ${line('job 1')}`)
      expect((await ask('explain', 'failed')).out).toContain(
        `  ${line('job').replace(' and keeps job from starting', '')}`,
      )
    },
  )

  test('is in their JSON, and not in what is for programs otherwise', async () => {
    const { ask, sinceSeconds } = await held(3600)
    expect(parsedOutput((await ask('status', '--output=json')).out)).toMatchObject({
      holds: [{ hold: text, sinceSeconds, jobs: ['1', '2'] }],
    })
    expect(parsedOutput((await ask('explain', 'well', '--output=json')).out)).toMatchObject({
      holds: [{ hold: text, sinceSeconds, jobs: ['2'] }],
    })
    expect((await ask('status', '--no-headers')).out).not.toContain('hold')
  })

  test('is taken away by the next run, and no more told', async () => {
    const { ask } = await held(3600)
    expect((await ask()).out).toContain(`Took away the hold of an interrupted run (${text})\n`)
    expect((await ask('status')).out).not.toContain('hold')
    expect(parsedOutput((await ask('status', '--output=json')).out)).toMatchObject({ holds: [] })
  })
})

describe('clear', () => {
  test('removes the record of a failure and says so', async () => {
    const { ask, cluster } = await broken()
    expect(await ask('clear', 'failed', '--dry-run')).toEqual({
      code: 0,
      out: `failed.x: Would remove: ${FAILED}\n`,
      err: '',
    })
    expect(await ask('clear', 'failed', 'well', '--reason=mended')).toEqual({
      code: 0,
      out: `failed.x: Removed by job 1: ${FAILED}\nwell.x: Nothing to remove\n`,
      err: '',
    })
    expect(cluster.snapshot().instances[1]?.tags).toEqual([])
    const json = await ask('clear', 'failed', '--output=json')
    expect(parsedOutput(json.out)).toMatchObject({ schema: 'harep-clear/1', exitCode: 0 })
  })

  test('is an error while a run is at work', async () => {
    const { ask, path } = await broken()
    const lock = takeRunLock(path)
    if (lock.kind !== 'held') throw new Error(lock.kind)
    const { code, out, err } = await ask('clear', 'failed')
    lock.release()
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^Error: a run of harep is at work \(lock .*\): try again when it is over\n$/)
  })
})

describe('a run', () => {
  test('as JSON holds to its schema, and tells events in order', async () => {
    const { ask } = await broken()
    const { code, out, err } = await ask('--output=json')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(parsedOutput(out)).toMatchObject({
      schema: 'harep-run/1',
      outcome: 'done',
      exitCode: 0,
      events: expect.arrayContaining([
        expect.objectContaining({ event: 'begun', instance: 'due.x', job: '1' }),
      ]),
      counts: { healthy: 1 },
      error: null,
    })
    for (let run = 0; run < 3; run += 1) parsedOutput((await ask('--output=json', '-v')).out)
  })

  test('that fails as JSON tells the error there, too', async () => {
    const { code, out, err } = await harep(['-L/nonexistent/socket', '--output=json'])
    expect(code).toBe(1)
    expect(err).toMatch(/^Error: /)
    expect(parsedOutput(out)).toMatchObject({
      outcome: 'failed',
      exitCode: 1,
      error: { code: 'LUXI_CONNECT' },
    })
  })

  test('with --quiet tells changes once, and then nothing', async () => {
    const { ask } = await broken()
    const first = await ask('-q')
    expect(first.out).toMatch(/^due\.x: Repair begun: failover in job 1: .*\n/)
    expect(first.out).not.toContain('Instance status count')
    expect((await ask('-q')).out).toContain('due.x: Repair done: failover in job 1\n')
    await ask('-q')
    await ask('-q')
    expect(await ask('-q')).toEqual({ code: 0, out: '', err: '' })
  })

  test('of a choice leaves all else alone', async () => {
    const { ask, cluster } = await broken()
    const { out } = await ask('--select-instances=well,refused')
    expect(out).not.toContain('due.x')
    expect(cluster.snapshot().instances[0]?.tags).toEqual([])
  })
})

describe('status, explain and clear that an error ends as JSON', () => {
  test.each<[readonly string[], string]>([
    [['-L/nonexistent/socket', 'status'], 'LUXI_CONNECT'],
    [['-L/nonexistent/socket', 'explain', 'due'], 'LUXI_CONNECT'],
    [['-L/nonexistent/socket', 'clear', 'due', '--dry-run'], 'LUXI_CONNECT'],
  ])('%j tell it there, too', async (argv, expected) => {
    const { code, out, err } = await harep([...argv, '--output=json'])
    const output = parsedOutput(out)
    expect(output).toMatchObject({ schema: 'harep-error/1', exitCode: 1, error: { code: expected } })
    expect(code).toBe(1)
    if (output.schema === 'harep-error/1') expect(err).toBe(`Error: ${output.error.message}\n`)
  })

  test('a name that is not there, and a lock that is held', async () => {
    const { ask, path } = await broken()
    const unknown = await ask('explain', 'nope', '--output=json')
    expect(parsedOutput(unknown.out)).toMatchObject({ error: { code: 'UNKNOWN_NAME' } })
    const lock = takeRunLock(path)
    const locked = await ask('clear', 'failed', '--output=json')
    expect(parsedOutput(locked.out)).toMatchObject({ error: { code: 'LOCKED' } })
    if (lock.kind === 'held') lock.release()
  })

  test('a queue that is drained', async () => {
    const { ask, cluster } = await broken()
    cluster.handle({ method: 'SetDrainFlag', args: [true] }, () => {})
    const drained = await ask('clear', 'failed', '--output=json')
    expect(drained.code).toBe(1)
    expect(parsedOutput(drained.out)).toMatchObject({ error: { code: 'QUEUE_DRAINED' } })
    expect(drained.err).toContain('gnt-cluster queue undrain')
    expect(cluster.snapshot().instances.find(({ name }) => name === 'failed.x')?.tags).toContain(FAILED)
  })
})

describe('a lock that another run holds', () => {
  test('is said, but not with --quiet; one held for long is warned of, however quiet', async () => {
    const { ask, path } = await broken()
    const lock = takeRunLock(path)
    if (lock.kind !== 'held') throw new Error(lock.kind)
    const said = await ask()
    expect(said).toEqual({
      code: 0,
      out: expect.stringMatching(/^Another run of harep is at work here .*\n$/),
      err: '',
    })
    expect(await ask('-q')).toEqual({ code: 0, out: '', err: '' })
    expect(parsedOutput((await ask('--output=json')).out)).toMatchObject({ outcome: 'locked', exitCode: 0 })
    const longAgo = new Date(Date.now() - 20 * 60_000)
    utimesSync(`${path}.harep-lock`, longAgo, longAgo)
    const late = await ask('-q')
    lock.release()
    expect(late.code).toBe(0)
    expect(late.err).toMatch(/^Warning: another run of harep has held the lock .* for 20 minutes: .*\n$/)
  })
})
