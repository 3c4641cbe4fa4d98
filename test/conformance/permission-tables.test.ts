import { describe, expect, test } from 'vitest'
import type { ClusterDefinition } from '../../sim/ganeti/cluster-definition.ts'
import { formatLocalTime } from '../../src/cli/local-time.ts'
import type { TagsAbove } from '../builders/naive-permission.ts'
import { SEVERAL } from '../docs/one-object.ts'
import { originalLine } from '../docs/original-words.ts'
import { CLASSIC, tagsOf, WORDS } from '../docs/policy-words.ts'
import { above, heldBy, LEVEL_WORDS } from '../docs/several-objects.ts'
import { isSkipped, runDebian } from './debian-tools.ts'
import { World } from './world.ts'

/*
 * What the manual's tables of permissions say of --classic, asked of Debian's harep: each combination of tags is on an
 * instance of which all nodes are offline, so that it needs a re-creation and the original tells what it may have instead.
 */

const TOGETHER: readonly (readonly string[])[] = [
  ...WORDS.map(word => [word]),
  ...WORDS.flatMap((first, index) => WORDS.slice(index + 1).map(second => [first, second])),
  ...SEVERAL,
]

describe.skipIf(isSkipped)('of the permissions in the manual, the original', () => {
  test('knows those of several tags on one object', async () => {
    expect(TOGETHER.length).toBeGreaterThan(50)
    await ask(TOGETHER.map(instance => ({ instance, group: [], cluster: [] })))
  })

  test.each(LEVEL_WORDS)('knows those of tags on instance and group with "%s" on the cluster', async word => {
    const near = LEVEL_WORDS.flatMap(instance => LEVEL_WORDS.map(group => [instance, group, word]))
    await ask(near.map(above))
  })
})

/** Asks about instances that carry these words, each in a group of its own; what is on the cluster is the same for all. */
async function ask(all: readonly TagsAbove[]): Promise<void> {
  const world = await World.open({
    definition: definition(all),
    seededJobs: 'none',
    options: [],
    incidents: [],
  })
  try {
    const { exitCode, stdout } = await runDebian('harep', [`-L${world.socketPath}`, '--dry-run'])
    const said = stdout.split('\n').filter(line => /^(Not repairing|Not performing|Executing) /.test(line))
    const expected = all.map((words, index) =>
      originalLine(nameOf(index), 'reinstall', heldBy(words, CLASSIC), formatLocalTime),
    )
    expect(said).toEqual(expected)
    expect(exitCode).toBe(0)
  } finally {
    await world.close()
  }
}

function definition(all: readonly TagsAbove[]): ClusterDefinition {
  const offline = all.flatMap((_, index) => ['a', 'b'].map(copy => ({ index, copy })))
  return {
    cluster: { name: 'cluster.example.com', tags: tagsOf(all[0]?.cluster ?? []) },
    groups: [
      { name: 'default' },
      ...all.map(({ group }, index) => ({ name: `group${index}`, tags: tagsOf(group) })),
    ],
    nodes: [
      { name: 'master.example.com', group: 'default' },
      ...offline.map(({ index, copy }) => ({
        name: `node${index}${copy}.example.com`,
        group: `group${index}`,
        offline: true,
      })),
    ],
    instances: all.map(({ instance }, index) => ({
      name: nameOf(index),
      diskTemplate: 'drbd',
      primary: `node${index}a.example.com`,
      secondary: `node${index}b.example.com`,
      tags: tagsOf(instance),
    })),
  }
}

/** Names that sort as their numbers do, since luxid sorts them. */
function nameOf(index: number): string {
  return `i${String(index).padStart(3, '0')}.example.com`
}
