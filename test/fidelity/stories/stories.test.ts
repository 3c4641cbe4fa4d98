import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { textTable } from '../../../sim/demo/text-table.ts'
import { isSkipped as hasNoDebian } from '../../conformance/debian-tools.ts'
import { absence, isCi } from '../../ganeti/real-cluster.ts'
import { chosenStories } from './catalogue/all.ts'
import { differences } from './differences.ts'
import { play } from './play.ts'
import { realWorld } from './real-world.ts'
import { simulatedWorld } from './simulated-world.ts'
import type { Story } from './story.ts'

/*
 * Same story, two worlds: what happens to a real Ganeti and to its simulated twin when the same things go wrong, and the
 * original harep is let loose on both. HAREP_STORIES=a,b chooses stories. The real cluster is left up, for `real-ganeti
 * down` to end.
 */

const isSkipped = hasNoDebian || (absence !== undefined && !isCi)
if (absence !== undefined && !isCi) console.log(`skipped: ${absence}`)

const CLUSTERS = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'stories', 'clusters')

describe.skipIf(isSkipped)('the same story in two worlds', () => {
  const rows: (readonly string[])[] = [
    ['story', 'cluster', 'steps', 'lines', 'real s', 'simulated s', 'outcome'],
  ]

  for (const story of chosenStories(process.env['HAREP_STORIES'])) {
    test(story.name, async () => {
      const { real, simulated } = await inBothWorlds(story)
      const found = differences(real, simulated)
      const lines = real.scenes.reduce((sum, scene) => sum + scene.lines.length, 0)
      // Told at once, too: the whole takes minutes.
      console.log(`${story.name}: ${found.length === 0 ? 'equal' : 'different'}`)
      rows.push([
        story.name,
        story.cluster.replace('.cluster', ''),
        `${story.steps.length}`,
        `${lines}`,
        real.seconds.toFixed(0),
        simulated.seconds.toFixed(0),
        found.length === 0 ? 'equal' : 'different',
      ])
      expect(found.join('\n')).toBe('')
    })
  }

  afterAll(() => console.log(textTable(rows).join('\n')))
})

/** Both at the same time: neither does much but wait. */
async function inBothWorlds(story: Story) {
  const file = join(CLUSTERS, story.cluster)
  const realOne = realWorld(file)
  const simulatedOne = await simulatedWorld(file)
  try {
    const both = [play(story, realOne), play(story, simulatedOne)] as const
    // Where one of them fails the other is still played to its end: nothing of it may reach into the next story.
    await Promise.allSettled(both)
    const [real, simulated] = await Promise.all(both)
    return { real, simulated }
  } finally {
    await simulatedOne.close()
    await realOne.close()
  }
}
