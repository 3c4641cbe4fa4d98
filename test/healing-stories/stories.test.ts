import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ALL } from './catalogue/all.ts'
import { play } from './play.ts'
import { expectedEnds } from './seen-end.ts'
import { simulatedWorld } from './simulated-world.ts'

/* What test/ganeti/healing-stories.test.ts tells on a real Ganeti, in the simulator. */

const CLUSTERS = join(import.meta.dirname, '..', '..', 'fixtures', 'stories', 'clusters')

for (const story of ALL) {
  test(story.name, async () => {
    const { ends, failures, log } = await play(story, simulatedWorld(join(CLUSTERS, story.cluster)))
    expect(ends, log).toEqual(expectedEnds(story.ends))
    expect(failures, log).toEqual(story.failures)
  })
}
