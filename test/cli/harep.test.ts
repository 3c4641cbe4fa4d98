import { describe, expect, test } from 'vitest'
import { harep } from './harep-in-process.ts'
import { served } from './served.ts'

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** What is said of the instance that nobody spoke for. */
const WEB2 =
  'web2: Repair disallowed: it needs failover, and no tag on it, its group or the cluster allows repairs [not-enabled]'

/** Output with what differs from run to run replaced, and without what would change a state. */
function stable(text: string): string {
  return text
    .replace(UUID, 'ID')
    .replace(/:ID:\d{10}:/g, ':ID:TIME:')
    .replace(/; to change it: .* \[/g, ' [')
}

describe('a dead primary', () => {
  test('--classic prints what the original prints', async () => {
    const { cluster, path } = await served()
    cluster.setNodeOffline('node2', true)
    const { code, out, err } = await harep([`-L${path}`, '--classic', '--job-delay=0'])
    expect(stable(out)).toBe(
      [
        'Executing ArFailover repair on web1',
        '>>> Adding the following tag to web1:',
        '"ganeti:watcher:autorepair:pending:failover:ID:TIME:1"',
        "Not repairing web2 because it's in state ArNotEnabled",
        '---------------------',
        'Instance status count',
        '---------------------',
        'Healthy: 1',
        'Pending repair: 1',
        '',
      ].join('\n'),
    )
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })

  test('the default says why', async () => {
    const { cluster, path } = await served()
    cluster.setNodeOffline('node2', true)
    const { code, out } = await harep([`-L${path}`, '--job-delay=0'])
    expect(stable(out)).toBe(
      [
        'web1: Repair begun: failover in job 1: its primary node node2 is offline, and its secondary node3 has the data [primary-offline]',
        WEB2,
        '---------------------',
        'Instance status count',
        '---------------------',
        'Healthy: 0',
        'Suspended: 0',
        'Needs repair: 0',
        'Repair disallowed: 1',
        'Pending repair: 1',
        'Failure: 0',
        '',
      ].join('\n'),
    )
    expect(code).toBe(0)
    expect(cluster.snapshot().instances[0]).toMatchObject({ primary: 'node3' })
  })

  test('a reason that luxid cannot tell back, with umlaut, dash and bullet, does not end the next run', async () => {
    const { cluster, path } = await served()
    cluster.setNodeOffline('node2', true)
    const first = await harep([`-L${path}`, '--job-delay=0', '--reason=für node2 – tot • ă'])
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(await harep([`-L${path}`, '--job-delay=0'])).toMatchObject({ code: 0, err: '' })
  })

  test('a dry run says what would be done, and claims to have done nothing', async () => {
    const { cluster, path } = await served()
    cluster.setNodeOffline('node2', true)
    const before = cluster.snapshot()
    const { code, out } = await harep([`-L${path}`, '--dry-run'])
    expect(stable(out)).toBe(
      [
        'web1: Would begin: failover: its primary node node2 is offline, and its secondary node3 has the data [primary-offline]',
        WEB2,
        '---------------------',
        'Instance status count',
        '---------------------',
        'Healthy: 0',
        'Suspended: 0',
        'Needs repair: 1',
        'Repair disallowed: 1',
        'Pending repair: 0',
        'Failure: 0',
        'Dry run: nothing was changed. Only the next step of each instance is shown; what follows it depends on how it ends.',
        '',
      ].join('\n'),
    )
    expect(code).toBe(0)
    expect(cluster.snapshot()).toMatchObject({ instances: before.instances, jobs: [] })
  })

  test('with --dry-run and --classic nothing is submitted', async () => {
    const { cluster, path } = await served()
    cluster.setNodeOffline('node2', true)
    const before = cluster.snapshot()
    const { code, out } = await harep([`-L${path}`, '--dry-run', '--classic'])
    expect(stable(out)).toContain(
      'jobs: [[{"OP_ID":"OP_TEST_DELAY","duration":10,"on_master":true,"on_nodes":[],"repeat":0,"interruptible":false,"no_locks":false},{"OP_ID":"OP_INSTANCE_FAILOVER","instance_name":"web1","shutdown_timeout":120,"ignore_consistency":false,"ignore_ipolicy":false,"cleanup":false}]]\n',
    )
    expect(stable(out)).toContain('"ganeti:watcher:autorepair:pending:failover:ID:TIME:"\n')
    expect(code).toBe(0)
    expect(cluster.snapshot()).toMatchObject({ instances: before.instances, jobs: [] })
  })

  test('a drained queue is said, and is no failure', async () => {
    const { cluster, path } = await served()
    cluster.setNodeOffline('node2', true)
    cluster.handle({ method: 'SetDrainFlag', args: [true] }, () => {})
    expect(await harep([`-L${path}`])).toMatchObject({
      code: 0,
      out: expect.stringContaining('drained'),
      err: '',
    })
    const classic = await harep([`-L${path}`, '--classic'])
    expect(classic).toMatchObject({ code: 1, err: expect.stringContaining('Error: Job submission error: ') })
  })

  test.each([
    ['the default, with escapes for what luxid cannot tell back', [], 'Wartung füÀr \\u2603', 2],
    ['--classic, as it is, and in its delay, too', ['--classic'], 'Wartung füÀr ☃', 3],
  ])('--reason is in the reason trail of all jobs: %s', async (_how, options, sent, opcodes) => {
    const { cluster, path } = await served()
    cluster.setNodeOffline('node2', true)
    await harep([`-L${path}`, '--reason=Wartung füÀr ☃', ...options])
    let answer: unknown
    cluster.handle({ method: 'QueryJobs', args: [[1, 2], ['ops']] }, reply => {
      answer = reply.result
    })
    expect(JSON.stringify(answer).split(JSON.stringify(['harep', sent]).slice(1, -1))).toHaveLength(
      opcodes + 1,
    )
  })
})

describe('no cluster', () => {
  test('no socket: what, where and what to do, on standard error alone', async () => {
    const { code, out, err } = await harep(['-L/nonexistent/socket'])
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^Error: .*\/nonexistent\/socket/)
    expect(err).not.toContain('Network.Socket')
    const classic = await harep(['-L/nonexistent/socket', '--classic'])
    expect(classic.err).toMatch(
      /^Error: failed to load data, aborting: Network\.Socket\.connect: <socket: 3>: does not exist \(No such file or directory\): there is no /,
    )
  })

  test('GANETI_ROOTDIR moves the default socket', async () => {
    const { err } = await harep([], { GANETI_ROOTDIR: '/nonexistent' })
    expect(err).toContain('/nonexistent/var/run/ganeti/socket/ganeti-query')
  })
})

describe('without a cluster', () => {
  test('--version', async () => {
    expect(await harep(['--version', '-Lx'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^harep \(ganeti\) version 1\.2\.3\n/),
    })
  })

  test('an unknown option ends with 2 and the usage on standard error', async () => {
    const { code, out, err } = await harep(['--bogus'])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(
      /^Command line error: unrecognized option `--bogus'\n\nharep \(ganeti\) version 1\.2\.3\nUsage: harep/,
    )
  })
})
