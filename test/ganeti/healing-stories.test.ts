import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ALL } from '../healing-stories/catalogue/all.ts'
import { play } from '../healing-stories/play.ts'
import { realWorld } from '../healing-stories/real-world.ts'
import { expectedEnds } from '../healing-stories/seen-end.ts'
import { absence, isCi } from './real-cluster.ts'

/* What test/healing-stories tells in the simulator, on a real Ganeti: the same stories, the same ends. */

const CLUSTERS = join(import.meta.dirname, '..', '..', 'fixtures', 'stories', 'clusters')

const skip = absence !== undefined && !isCi
if (skip) console.log(`skipped: ${absence}`)

describe.skipIf(skip)('healing on a real Ganeti', () => {
  for (const story of ALL) {
    test(story.name, async () => {
      const { ends, failures, log } = await play(story, realWorld(join(CLUSTERS, story.cluster)))
      expect(ends, log).toEqual(expectedEnds(story.ends))
      expect(failures, log).toEqual(story.failures)
    })
  }
})
