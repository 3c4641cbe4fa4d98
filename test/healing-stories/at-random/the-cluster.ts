import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { castOf } from './cast-of.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/** What stories at random are played on. */
export const CLUSTER_FILE = join(ROOT, 'fixtures', 'stories', 'clusters', 'at-random.cluster')

export const CAST = castOf(readFileSync(CLUSTER_FILE, 'utf8'))
