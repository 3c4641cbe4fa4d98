import { basename } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Each cluster is built once: files that play on the same one are neighbours, and the last one's is what other tests begin with. */
const ORDER = [
  'twelve-failovers.test.ts',
  'dead-primary.test.ts',
  'healing-stories.test.ts',
  'plan-comes-true.test.ts',
]

/** Vitest's own order, but for the tests on a real Ganeti, where half a minute goes into building a cluster. */
export class OneClusterAfterTheOther extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.sort((a, b) => (a.project.name === b.project.name ? place(a) - place(b) : 0))
  }
}

function place({ project, moduleId }: TestSpecification): number {
  return project.name === 'ganeti' ? ORDER.indexOf(basename(moduleId)) : 0
}
