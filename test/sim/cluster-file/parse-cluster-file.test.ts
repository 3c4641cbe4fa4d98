import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { builtInCluster } from '../../../sim/cluster-file/built-in-cluster.ts'
import { ClusterFileError } from '../../../sim/cluster-file/cluster-file-error.ts'
import { parseClusterFile } from '../../../sim/cluster-file/parse-cluster-file.ts'
import { createCluster } from '../../../sim/ganeti/simulated-cluster.ts'
import { DEFAULT_TIMING } from '../../../sim/ganeti/timing.ts'
import { createKernel } from '../../../sim/kernel/virtual-kernel.ts'

const SMALL = `cluster: { name: c }
groups: [{ name: g }]
nodes:
  - { name: a }
  - { name: b, group: g }
instances:
  - name: i
    diskTemplate: drbd
    primary: a
    secondary: b
`

function failure(text: string): string {
  try {
    parseClusterFile(text, 'my.yaml')
  } catch (error) {
    expect(error).toBeInstanceOf(ClusterFileError)
    if (error instanceof ClusterFileError) {
      expect([error.code, error.exitCode]).toEqual(['CLUSTER_FILE', 1])
      return error.message
    }
  }
  throw new Error('the file was accepted')
}

describe('files that are read', () => {
  test('the one for users is the built-in cluster', () => {
    const text = readFileSync(new URL('../../../fixtures/clusters/default.yaml', import.meta.url), 'utf8')
    expect(parseClusterFile(text, 'default.yaml')).toEqual(builtInCluster)
  })

  test('a file may be JSON', () => {
    expect(parseClusterFile(JSON.stringify(builtInCluster, null, 2), 'c.json')).toEqual(builtInCluster)
  })

  test('what is read makes a cluster', () => {
    const cluster = createCluster(createKernel({ startUs: 0, seed: 1 }), parseClusterFile(SMALL, 'my.yaml'))
    expect(cluster.snapshot().instances).toMatchObject([{ name: 'i', status: 'running', secondaries: ['b'] }])
  })

  test('every duration can be set', () => {
    const text = `timing: ${JSON.stringify(DEFAULT_TIMING)}\n${SMALL}`
    expect(parseClusterFile(text, 'my.yaml').timing).toEqual(DEFAULT_TIMING)
  })
})

describe('files that are refused, with the place and a hint', () => {
  test.each([
    [
      'no YAML',
      SMALL.replace('[{ name: g }]', '[{ name: g }'),
      /^my\.yaml:3:1: .*; the file must be YAML or JSON$/,
    ],
    ['an empty file', '', /^my\.yaml:1:1: the file must be a mapping with the keys cluster, groups/],
    ['a list', '- a\n', /^my\.yaml:1:1: the file must be a mapping/],
    [
      'an unknown key',
      SMALL.replace('primary', 'primery'),
      /^my\.yaml:9:5: unknown key instances\.0\.primery; did you mean primary\?$/,
    ],
    [
      'an unknown key deep down',
      SMALL.replace('{ name: a }', '{ name: a, disk: 3 }'),
      /^my\.yaml:4:16: unknown key nodes\.0\.disk; remove/,
    ],
    ['a missing part', SMALL.replace(/^groups.*\n/m, ''), /^my\.yaml:1:1: groups is missing; add it$/],
    [
      'a wrong type',
      SMALL.replace('{ name: a }', '{ name: a, cpus: many }'),
      /^my\.yaml:4:16: nodes\.0\.cpus must be number, and is "many"$/,
    ],
    [
      'a negative size',
      SMALL.replace('{ name: a }', '{ name: a, diskMiB: -1 }'),
      /^my\.yaml:4:16: nodes\.0\.diskMiB must not be negative/,
    ],
    [
      'an unknown template',
      SMALL.replace('drbd', 'mixed'),
      /^my\.yaml:8:5: instances\.0\.diskTemplate must be .*"drbd".*, and is "mixed"$/,
    ],
    [
      'the same key twice',
      SMALL.replace('primary: a', 'primary: a\n    primary: b'),
      /^my\.yaml:10:5: .*unique/,
    ],
    [
      'an unknown group',
      SMALL.replace('group: g', 'group: h'),
      /^my\.yaml:5:16: no group h; the groups are g$/,
    ],
    [
      'an unknown node',
      SMALL.replace('primary: a', 'primary: z'),
      /^my\.yaml:9:5: no node z; the nodes are a, b$/,
    ],
    ['the same name twice', SMALL.replace('name: b', 'name: a'), /^my\.yaml:5:7: a second node a; rename/],
    [
      'drbd without a secondary',
      SMALL.replace('    secondary: b\n', ''),
      /^my\.yaml:8:5: instance i is of template drbd/,
    ],
    ['a secondary without drbd', SMALL.replace('drbd', 'plain'), /^my\.yaml:10:5: only drbd has a secondary/],
    [
      'one node as both',
      SMALL.replace('secondary: b', 'secondary: a'),
      /^my\.yaml:10:5: instance i has a twice/,
    ],
    [
      'two masters',
      SMALL.replace('name: a', 'name: a, master: true').replace('name: b', 'name: b, master: true'),
      /^my\.yaml:4:16: 2 nodes are the master/,
    ],
    [
      'nobody who could be master',
      SMALL.replace('name: a', 'name: a, offline: true').replace('name: b', 'name: b, drained: true'),
      /^my\.yaml:3:1: no node can be the master/,
    ],
    [
      'a tag that Ganeti would not store',
      SMALL.replace('name: a', 'name: a, tags: [a b]'),
      /^my\.yaml:4:23: nodes\.0\.tags\.0 must be a tag/,
    ],
  ])('%s', (_, text, expected) => {
    expect(failure(text)).toMatch(expected)
  })

  test('a file that unfolds without end', () => {
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 9 }, (_, index) => {
      const [from, to] = [String.fromCharCode(97 + index), String.fromCharCode(98 + index)]
      return `${to}: &${to} [${Array.from({ length: 10 }, () => `*${from}`).join(', ')}]\n`
    }).join('')}`
    expect(failure(bomb)).toMatch(/the file uses aliases more than 1000 times; write the values out/)
  })

  test('a file that is too long', () => {
    expect(failure(`#${'x'.repeat(33 * 1024 * 1024)}`)).toMatch(/are not read; is it the right file\?$/)
  })
})

test.each([
  ['a: 1\n---\nb: 2\n', /the file has more than one document; keep one$/],
  [
    'cluster: {name: c}\ngroups: [{name: g}]\nnodes: [{name: a}]\ninstances: 7\n',
    /instances must be a list, and is 7$/,
  ],
])('what yaml and valibot say to programmers is said to people: %#', (text, message) => {
  expect(failure(text)).toMatch(message)
})
