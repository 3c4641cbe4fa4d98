import { describe, expect, test, vi } from 'vitest'
import { formatClusterFile } from '../../../sim/cluster-file/format-cluster-file.ts'
import { parseScenario } from '../../../sim/scenario/parse-scenario.ts'
import { ScenarioFileError } from '../../../sim/scenario/scenario-file-error.ts'
import { small } from './small.ts'

function failure(text: string): string {
  try {
    parseScenario(text, 'my.yaml')
  } catch (error) {
    expect(error).toBeInstanceOf(ScenarioFileError)
    if (error instanceof ScenarioFileError) return error.message
  }
  throw new Error('the file was accepted')
}

describe('files that are read', () => {
  test('what is absent has the defaults', () => {
    const { seed, harep, expect: expected } = parseScenario(small(), 'my.yaml')
    expect([seed, harep, expected]).toEqual([1, { everySeconds: 300, classic: false }, undefined])
  })

  test('times may be numbers or have units', () => {
    const timeline = `timeline:
  - { at: 0.5, do: drain-queue }
  - { at: 90s, do: drain-queue }
  - { at: 1h30m, do: drain-queue }
  - { at: 1d0h0m0.25s, do: drain-queue }
`
    const text = small({ timeline }, 'harep: { everySeconds: 10m, settleSeconds: 600 }\n')
    const scenario = parseScenario(text, 'my.yaml')
    expect(scenario.timeline.map(({ at }) => at)).toEqual([0.5, 90, 5_400, 86_400.25])
    expect(scenario.harep).toEqual({ everySeconds: 600, classic: false, settleSeconds: 600 })
  })

  test('permissions become tags, after those that are there', () => {
    const text = small(
      {},
      `permissions:
  cluster: fix-storage
  groups: { rack1: [failover, suspend] }
  instances: { web1: suspend until 1h }
`,
    )
    const { cluster } = parseScenario(text, 'my.yaml')
    expect([cluster.cluster, ...cluster.groups, ...cluster.instances].map(({ tags }) => tags)).toEqual([
      ['ganeti:watcher:autorepair:fix-storage'],
      ['ganeti:watcher:autorepair:failover', 'ganeti:watcher:autorepair:suspend'],
      ['ganeti:watcher:autorepair:suspend:1795341600'],
    ])
  })

  test('the cluster may be another file beside it', () => {
    const files = new Map([['c.yaml', formatClusterFile(parseScenario(small(), 'my.yaml').cluster)]])
    const text = small({ cluster: 'cluster: c.yaml\n' })
    const scenario = parseScenario(text, 'my.yaml', name => files.get(name) ?? '')
    expect(scenario).toEqual(parseScenario(small(), 'my.yaml'))
  })

  test('a file may be JSON', () => {
    const scenario = parseScenario(small(), 'my.yaml')
    expect(parseScenario(JSON.stringify(scenario, null, 2), 'my.json')).toEqual(scenario)
  })
})

describe('files that are refused, with the place and a hint', () => {
  test.each([
    ['no YAML', 'description: [', /^my\.yaml:1:15: .*; the file must be YAML or JSON$/],
    [
      'a list',
      '- 1',
      /^my\.yaml:1:1: the file must be a mapping with the keys description, cluster and timeline$/,
    ],
    ['no description', small({ head: '' }), /^my\.yaml:1:1: description is missing; add it$/],
    ['a misspelt key', small({}, 'sede: 1'), /^my\.yaml:11:1: unknown key sede; did you mean seed\?$/],
    [
      'a misspelt key of the cluster',
      small().replace('primary', 'primery'),
      /^my\.yaml:7:41: unknown key cluster\.instances\.0\.primery; did you mean primary\?$/,
    ],
    [
      'a contradiction in the cluster',
      small().replace('secondary: node3', 'secondary: node9'),
      /^my\.yaml:7:57: no node node9; the nodes are node1, node2, node3$/,
    ],
    [
      'a fault that does not exist',
      small().replace('do: power-off', 'do: poweroff'),
      /^my\.yaml:9:15: nothing that can happen is called poweroff; did you mean power-off\?$/,
    ],
    [
      'no fault',
      small().replace('do: power-off, ', ''),
      /^my\.yaml:9:5: an entry must say what happens: add do, one of power-off, /,
    ],
    [
      'a misspelt key of a fault',
      small().replace('do: power-off, node:', 'do: power-off, nod:'),
      /^my\.yaml:9:30: unknown key timeline\.0\.nod; did you mean node or do\?$/,
    ],
    [
      'a node that does not exist',
      small().replace('do: power-off, node: node2', 'do: power-off, node: nod2'),
      /^my\.yaml:9:30: the cluster has no node nod2; did you mean node2 or node1 or node3\?$/,
    ],
    [
      'times out of order',
      small().replace('at: 6m', 'at: 4m'),
      /^my\.yaml:10:7: it happens before the entry above it; put the entries in the order of time$/,
    ],
    [
      'a time in words',
      small().replace('at: 5m', 'at: soon'),
      /^my\.yaml:9:7: timeline\.0\.at must be a number of seconds or a time such as 90s, 5m or 1h30m, .*, and is "soon"$/,
    ],
    [
      'a time of another kind',
      small().replace('at: 5m', 'at: [5]'),
      /^my\.yaml:9:7: timeline\.0\.at must be .*, and is Array$/,
    ],
    [
      'a time below zero',
      small().replace('at: 5m', 'at: -5'),
      /^my\.yaml:9:7: timeline\.0\.at must be a number/,
    ],
    [
      'a permission that is none',
      small({}, 'permissions: { cluster: Failover }'),
      /^my\.yaml:11:16: permissions\.cluster must be fix-storage, .*, and is "Failover"$/,
    ],
    [
      'a permission for a group that does not exist',
      small({}, 'permissions: { groups: { rack2: failover } }'),
      /^my\.yaml:11:26: the cluster has no group rack2; did you mean rack1\?$/,
    ],
    [
      'an expectation of an instance that does not exist',
      small({}, 'expect: { instances: { web2: { runs: true } } }'),
      /^my\.yaml:11:24: the cluster has no instance web2; did you mean web1\?$/,
    ],
    [
      'an expectation of a node that does not exist',
      small({}, 'expect: { instances: { web1: { primary: pluto } } }'),
      /^my\.yaml:11:32: the cluster has no node pluto; it has node1, node2, node3$/,
    ],
    [
      'a repair that is none',
      small({}, 'expect: { repairs: [failover] }'),
      /^my\.yaml:11:21: a repair is one of fix-storage, .*, and an instance: failover web1$/,
    ],
    [
      'a reason that is none',
      small({}, 'expect: { instances: { web1: { reason: healthy } } }'),
      /^my\.yaml:11:32: expect\.instances\.web1\.reason must be .*, and is "healthy"$/,
    ],
    [
      'a cluster file without files',
      small({ cluster: 'cluster: c.yaml\n' }),
      /^my\.yaml:2:1: the cluster must stand here: this text has no files beside it$/,
    ],
    [
      'cron without end',
      small({}, 'harep: { everySeconds: 0 }'),
      /harep\.everySeconds must be whole seconds, from 1 to 1d, and is 0$/,
    ],
  ])('%s', (_, text, expected) => {
    expect(failure(text)).toMatch(expected)
  })

  test('a key that is a mapping is an error, and no warning of yaml', () => {
    const warn = vi.spyOn(process, 'emitWarning')
    expect(failure(small({}, '? { a: 1 }\n: 2\n'))).toMatch(/^my\.yaml:\d+:\d+: unknown key \{ a: 1 \}; /)
    expect(warn).not.toHaveBeenCalled()
    warn.mockRestore()
  })

  test('what stands in the file is escaped in messages', () => {
    expect(failure(small({}, '"\\e[31m": 1'))).toContain('unknown key \\x1b[31m; ')
  })
})
