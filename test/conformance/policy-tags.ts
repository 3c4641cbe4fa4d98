import fc from 'fast-check'
import { enableTag, foreverTag } from '../arbitraries/policy-tag.ts'

/*
 * Permissions and suspensions, of which the times are far from now: the original reads the real clock.
 */

const PREFIX = 'ganeti:watcher:autorepair'

const futureSuspension = fc
  .constantFrom('4102444800', '4102444801', '0xF4865701', '0004102444800', '7258118400')
  .map(time => `${PREFIX}:suspend:${time}`)

const pastSuspension = fc
  .constantFrom('1000000000', '0', '-1', '0x10')
  .map(time => `${PREFIX}:suspend:${time}`)

const unreadableSuspension = fc
  .constantFrom('forever', '2100-01-01', '1e10', '+4102444800', '4102444800:', '4102444800.0', ':')
  .map(time => `${PREFIX}:suspend:${time}`)

const lookalike = fc.constantFrom(
  PREFIX,
  `${PREFIX}:`,
  `${PREFIX}:Failover`,
  `${PREFIX}:failover:`,
  `${PREFIX}:suspended`,
  `${PREFIX}failover`,
  `x${PREFIX}:reinstall`,
  `${PREFIX}:pending`,
  `${PREFIX}:result`,
  'failover',
  'env:production',
)

const policyTag = fc.oneof(
  { weight: 6, arbitrary: enableTag },
  { weight: 1, arbitrary: foreverTag },
  { weight: 2, arbitrary: futureSuspension },
  { weight: 1, arbitrary: pastSuspension },
  { weight: 1, arbitrary: unreadableSuspension },
  { weight: 2, arbitrary: lookalike },
)

/** The tags of an object that may say something about what is allowed, or nothing. */
export const policyTags: fc.Arbitrary<readonly string[]> = fc.uniqueArray(policyTag, { maxLength: 3 })

/** The tags of a cluster: usually one that permits much, as what is forbidden shows nothing of repairs. */
export const clusterTags: fc.Arbitrary<readonly string[]> = fc.oneof(
  { weight: 9, arbitrary: fc.constant([`${PREFIX}:reinstall`]) },
  { weight: 4, arbitrary: enableTag.map(tag => [tag]) },
  { weight: 2, arbitrary: policyTags },
  { weight: 1, arbitrary: fc.constant([]) },
)
