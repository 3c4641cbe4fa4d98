import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hail } from '../../../sim/ganeti/hail/hail.ts'
import { type Compared, compareReplies, Tally } from './compare-replies.ts'
import { debianHail, isSkipped } from './debian-hail.ts'
import { generatedRequest } from './generated-request.ts'
import { hailSettings } from './hail-settings.ts'

/** How many of Debian's hail run at a time. */
const WORKERS = 2

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harep-hail-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function compare(seed: number, worker: number): Promise<Compared> {
  const { document, options } = generatedRequest(seed)
  const theirs = await debianHail(join(folder, `request-${worker}.json`), document, options)
  return compareReplies(seed, document, hail(document, options), theirs)
}

test.skipIf(isSkipped)('the simulated hail answers as Debian’s does', async () => {
  const { seed, requests } = hailSettings
  const tally = new Tally()
  let next = seed
  const work = async (worker: number): Promise<void> => {
    while (next < seed + requests) {
      const own = next
      next += 1
      tally.add(await compare(own, worker))
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, (_, worker) => work(worker)))
  console.log(tally.report())
  expect(tally.compared).toBe(requests)
  // Fewer requests need not meet everything.
  if (requests >= 2_000) expect(tally.reasonsUnseen).toEqual([])
  expect(tally.sameKindShare, tally.report()).toBeGreaterThanOrEqual(0.99)
  expect(tally.sameNodesShare, tally.report()).toBeGreaterThanOrEqual(0.9)
})
