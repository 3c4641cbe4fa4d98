import { describe, expect, test } from 'vitest'
import type { InstanceDefinition, NodeDefinition } from '../../sim/ganeti/cluster-definition.ts'
import { classicRepair } from '../../sim/oracle/classic/classic-table.ts'
import { isSkipped, runDebian } from './debian-tools.ts'
import { World } from './world.ts'

/*
 * The table by which runs of --classic are judged in explored plays, asked of Debian's harep: an instance of each template on each pair
 * of nodes with each flag.
 */

const FLAGS = {
  well: {},
  offline: { offline: true },
  drained: { drained: true },
  incapable: { vmCapable: false },
} as const satisfies Record<string, Partial<NodeDefinition>>

const TEMPLATES = [
  'drbd',
  'plain',
  'file',
  'sharedfile',
  'rbd',
  'ext',
  'gluster',
  'blockdev',
  'diskless',
] as const
const WORDS = { 'fix-storage': 'ArFixStorage', failover: 'ArFailover', reinstall: 'ArReinstall' } as const

describe.skipIf(isSkipped)('the table of what the original does', () => {
  test('is what it does, for each template and each pair of flags', async () => {
    const flags = Object.keys(FLAGS) as (keyof typeof FLAGS)[] // The keys of an object literal are its keys.
    const nodes = flags.flatMap(flag => ['a', 'b'].map(copy => ({ name: `${flag}-${copy}`, ...FLAGS[flag] })))
    const instances: InstanceDefinition[] = []
    // luxid tells of instances by their names.
    const expected: string[] = []
    for (const diskTemplate of TEMPLATES)
      for (const primary of flags)
        for (const secondary of diskTemplate === 'drbd' ? flags : [undefined]) {
          const name = [diskTemplate, primary, secondary ?? 'none'].join('-')
          const mirror = secondary === undefined ? {} : { secondary: `${secondary}-b` }
          instances.push({ name, diskTemplate, primary: `${primary}-a`, ...mirror })
          const repair = classicRepair(diskTemplate, nodeOf(primary), secondary && nodeOf(secondary))
          if (repair !== undefined) expected.push(`Executing ${WORDS[repair.type]} repair on ${name}`)
        }
    const cluster = { name: 'cluster.example.com', tags: ['ganeti:watcher:autorepair:reinstall'] }
    const definition = {
      cluster,
      groups: [{ name: 'default' }],
      nodes: [{ name: 'master' }, ...nodes],
      instances,
    }
    const world = await World.open({ definition, seededJobs: 'none', options: [], incidents: [] })
    try {
      const { exitCode, stdout } = await runDebian('harep', [`-L${world.socketPath}`, '--dry-run'])
      expect(
        stdout
          .split('\n')
          .filter(line => line.startsWith('Executing '))
          .sort(),
      ).toEqual(expected.sort())
      expect(exitCode).toBe(0)
    } finally {
      await world.close()
    }
  })
})

function nodeOf(flag: keyof typeof FLAGS) {
  return { offline: false, drained: false, vmCapable: true, ...FLAGS[flag] }
}
