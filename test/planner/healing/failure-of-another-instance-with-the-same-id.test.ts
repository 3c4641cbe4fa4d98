import { expect, test } from 'vitest'
import { aFailure, anOpcode, decisionOn } from '../../builders/plan.ts'

/*
 * An admin may leave the id of a permission for one repair empty. A failure in the tags of one instance that named the job of another one's
 * repair was then taken for an attempt.
 */
const failover = (instance: string) =>
  aFailure('failover', [anOpcode('FAILOVER', 'error', { instances: [instance] })], { id: '' })
const migration = aFailure('migrate', [anOpcode('MIGRATE', 'error')], { id: '' })

test.each([
  ["another instance's", failover('i2').job, 'repair-failed'],
  ['another repair', migration.job, 'repair-failed'],
  ['its own', failover('i1').job, 'healthy'],
])('a failure whose job is %s', (_, job, state) => {
  expect(decisionOn({ tags: [failover('i1').tag] }, { queue: [job] }).state).toBe(state)
})
