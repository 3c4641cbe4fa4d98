import type { RepairType } from '../../src/cluster/repair-type.ts'
import type { NodeStory } from './node-story.ts'
import type { SmallCluster, SmallInstance } from './small-cluster.ts'

/** One instance in trouble, and the repair that helps it. */
export interface Situation {
  readonly cluster: SmallCluster
  readonly story: NodeStory
  readonly needs: RepairType
}

/** One for each kind of repair, and the three other ways to need a failover, and to need a migration. */
export const SITUATIONS: readonly Situation[] = [
  situation({ template: 'drbd', primary: 1, secondary: 0 }, 'dies', 'fix-storage'),
  situation({ template: 'drbd', primary: 0, secondary: 1 }, 'drained', 'migrate'),
  situation({ template: 'rbd', primary: 0, secondary: undefined }, 'drained', 'migrate'),
  situation({ template: 'drbd', primary: 0, secondary: 1 }, 'dies', 'failover'),
  situation({ template: 'rbd', primary: 0, secondary: undefined }, 'dies', 'failover'),
  situation({ template: 'plain', primary: 0, secondary: undefined }, 'drained', 'failover'),
  situation({ template: 'plain', primary: 0, secondary: undefined }, 'dies', 'reinstall'),
]

function situation(
  home: Omit<SmallInstance, 'isUp'>,
  event: 'dies' | 'drained',
  needs: RepairType,
): Situation {
  return {
    cluster: {
      layout: { groups: [0, 0, 0], master: 'apart' },
      instances: [{ ...home, isUp: true }],
      standsFor: 1,
      symmetries: [],
    },
    story: { parts: [{ event, node: 0, moment: 'before' }], standsFor: 1 },
    needs,
  }
}
