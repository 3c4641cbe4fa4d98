import fc from 'fast-check'
import { mutated } from '../arbitraries/repair-tag.ts'
import { SEEDED_JOB_IDS, type SeededJob, type SeededJobs } from './scenario.ts'

/*
 * Tags as they are found on instances: what a harep wrote, what an admin mistyped, what only looks alike. Times are fixed
 * and far from now, so that a tag's time is either one of these or that of the run. Characters are printable ASCII:
 * others are sent and printed differently on purpose (docs/classic-differences.md).
 */

const PREFIX = 'ganeti:watcher:autorepair'
const TYPES = ['fix-storage', 'migrate', 'failover', 'reinstall'] as const
const IDS = [
  '11111111-1111-4111-8111-111111111111',
  '22222222-2222-4222-8222-222222222222',
  'by-hand',
  '',
  // With it a pending tag is just short enough for Ganeti, and the tag with its result is not.
  'x'.repeat(68),
] as const
const TIMES = [
  '1400000000',
  '1500000000',
  '1500000001',
  '0',
  '-5',
  '0x59682F00',
  '4000000000',
  'then',
] as const

/** A tag whose job ids are still names of seeded jobs in braces; jobsResolved puts the ids in. */
export type TagTemplate = string

const job: fc.Arbitrary<SeededJob> = fc.oneof(
  { weight: 6, arbitrary: fc.constant('success' as const) },
  { weight: 3, arbitrary: fc.constantFrom('other success' as const, 'archived' as const) },
  { weight: 4, arbitrary: fc.constantFrom('error' as const, 'canceled' as const) },
  { weight: 5, arbitrary: fc.constantFrom('queued' as const, 'running' as const, 'waiting' as const) },
  { weight: 1, arbitrary: fc.constant('gone' as const) },
)

const jobs = fc.oneof(
  { weight: 8, arbitrary: job.map(name => `{${name}}`) },
  { weight: 2, arbitrary: fc.tuple(job, job).map(([a, b]) => `{${a}}+{${b}}`) },
  { weight: 2, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constantFrom('0x1', '01', '18446744073709551617', 'one', '-1', '1.0') },
)

const type = fc.constantFrom(...TYPES)
const id = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...IDS.slice(0, 3)) },
  { weight: 1, arbitrary: fc.constantFrom(...IDS.slice(3)) },
)
const time = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...TIMES.slice(0, 3)) },
  { weight: 2, arbitrary: fc.constantFrom(...TIMES.slice(3)) },
)

const pendingTag: fc.Arbitrary<TagTemplate> = fc
  .tuple(type, id, time, jobs)
  .map(fields => `${PREFIX}:pending:${fields.join(':')}`)

const result = fc.constantFrom('success', 'enoperm', 'failure')

const resultTag: fc.Arbitrary<TagTemplate> = fc
  .tuple(type, id, time, result, jobs)
  .map(fields => `${PREFIX}:result:${fields.join(':')}`)

/** Several tags of one repair and one time: the weightiest counts, and of equals the last. */
const tagsOfOneRepair = fc
  .tuple(id, time, fc.array(fc.tuple(type, fc.option(result), jobs), { minLength: 2, maxLength: 3 }))
  .map(([id, time, tags]) =>
    tags.map(([type, result, jobs]) =>
      result === null
        ? `${PREFIX}:pending:${type}:${id}:${time}:${jobs}`
        : `${PREFIX}:result:${type}:${id}:${time}:${result}:${jobs}`,
    ),
  )

const isPrintable = (tag: string) => /^[\x20-\x7e]+$/.test(tag)

/** A repair tag with a mistake in it. */
const mistypedTag = fc
  .oneof(pendingTag, resultTag)
  .chain(mutated)
  .filter(tag => isPrintable(tag) && !/[{}]/.test(tag.replaceAll(/\{[a-z ]+\}/g, '')))

/** What is found on one instance: mostly one tag; several are seldom free of contradiction. */
export const repairTags: fc.Arbitrary<readonly TagTemplate[]> = fc.oneof(
  { weight: 5, arbitrary: pendingTag.map(tag => [tag]) },
  { weight: 4, arbitrary: resultTag.map(tag => [tag]) },
  { weight: 3, arbitrary: fc.array(resultTag, { minLength: 2, maxLength: 4 }) },
  { weight: 2, arbitrary: fc.tuple(resultTag, pendingTag).map(tags => [...tags]) },
  { weight: 3, arbitrary: tagsOfOneRepair },
  { weight: 1, arbitrary: fc.array(fc.oneof(pendingTag, resultTag), { minLength: 2, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(mistypedTag, { minLength: 1, maxLength: 2 }) },
)

/**
 * What would be rare among the others. Each with about the same chance, so that some tens of clusters have all of it: a tag
 * whose successor is too long to be stored, several jobs, a job that is gone, one that goes on, several tags to remove at
 * once, and something after a pending repair, which makes the original give up.
 */
export const rareRepairTags: fc.Arbitrary<readonly TagTemplate[]> = fc.oneof(
  type.map(type => [`${PREFIX}:pending:${type}:${IDS[4]}:1500000000:{success}`]),
  type.map(type => [`${PREFIX}:pending:${type}:by-hand:1500000000:{success}+{other success}`]),
  type.map(type => [`${PREFIX}:pending:${type}:by-hand:1500000000:{gone}`]),
  fc
    .tuple(type, fc.constantFrom('queued', 'running', 'waiting'))
    .map(([type, job]) => [`${PREFIX}:pending:${type}:by-hand:1500000000:{${job}}`]),
  type.map(type => [
    `${PREFIX}:result:${type}:older:1300000000:success:{archived}`,
    `${PREFIX}:pending:${type}:by-hand:1500000000:{success}`,
  ]),
  fc
    .tuple(type, jobs, resultTag)
    .map(([type, jobs, later]) => [`${PREFIX}:pending:${type}:older:1300000000:${jobs}`, later]),
)

/** Puts the ids of the seeded jobs into a tag; jobs that are not seeded are left out, so that not all tags are lost. */
export function jobsResolved(tag: TagTemplate, seeded: SeededJobs): string {
  return tag
    .replaceAll(/\{([a-z ]+)\}/g, (_, name: string) => idText(name, seeded))
    .replace(/\+$/, '')
    .replace(/:\+/, ':')
}

const LAST_SEEDED: Readonly<Record<SeededJobs, number>> = { none: 0, successful: 3, ended: 5, all: 8 }

function idText(name: string, seeded: SeededJobs): string {
  const known = Object.entries(SEEDED_JOB_IDS).find(([job]) => job === name)?.[1] ?? SEEDED_JOB_IDS.gone
  const isThere = known <= LAST_SEEDED[seeded] || known === SEEDED_JOB_IDS.gone
  return isThere ? String(known) : ''
}
