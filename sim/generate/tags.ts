import fc from 'fast-check'
import { REPAIR_RESULTS, tagged } from '../../src/cluster/repair-tag.ts'
import { REPAIR_TYPES } from '../../src/cluster/repair-type.ts'
import { START_US } from '../play/stage.ts'

/* Arbitraries of single tags. All of them are tags that Ganeti stores. */

const PREFIX = 'ganeti:watcher:autorepair'
const START_SECONDS = START_US / 1_000_000
const DAY_SECONDS = 86_400

const repairType = fc.constantFrom(...REPAIR_TYPES)

/** A permission; more often a wide one, for with a narrow one less happens. */
export const permissionTag = fc
  .oneof({ weight: 3, arbitrary: fc.constant('reinstall' as const) }, { weight: 2, arbitrary: repairType })
  .map(type => `${PREFIX}:${type}`)

/** A suspension: for ever, until some time of the play or after it, over just now, for long, or not to be read. */
export const suspensionTag = fc.oneof(
  fc.constantFrom(`${PREFIX}:suspend`, `${PREFIX}:suspend:`),
  fc
    .oneof(
      fc.integer({ min: 60, max: 7_200 }),
      fc.integer({ min: -3_600, max: 0 }),
      fc.integer({ min: -3 * DAY_SECONDS, max: -DAY_SECONDS }),
      fc.integer({ min: DAY_SECONDS, max: 30 * DAY_SECONDS }),
    )
    .map(later => `${PREFIX}:suspend:${START_SECONDS + later}`),
  fc.constantFrom('forever', '2100-01-01', '+5', '1e10', ':').map(time => `${PREFIX}:suspend:${time}`),
)

/** What a person may write who has looked at the manual for a moment only; it means nothing. */
export const lookAlikeTag = fc.constantFrom(
  ...[PREFIX, `${PREFIX}:`, `${PREFIX}:Failover`, `${PREFIX}:failover:`, `${PREFIX}:suspended`],
  ...[`${PREFIX}failover`, `x${PREFIX}:reinstall`, `${PREFIX}:pending`, `${PREFIX}:pending:failover:x:1000`],
  ...[
    `${PREFIX}:pending:Failover:x:1000:1`,
    `${PREFIX}:result:failover:x:1000:failed:1`,
    'autorepair:failover',
  ],
)

/** Tags of others, some of which the allocator reads. */
export const foreignTag = fc.oneof(
  fc.constantFrom(
    'env:production',
    'owner:ops@example.com',
    'htools:iextags:service',
    'service:dns',
    'service:www',
  ),
  fc.constantFrom(
    'htools:nlocation:rack',
    'rack:a',
    'htools:migration:cpu',
    'cpu:v3',
    '\u00fcber+:/*@.-_',
    'a'.repeat(128),
  ),
)

/** On the cluster: no two instances with the same tag that begins with `service` share a primary node. */
export const EXCLUSION_TAG = 'htools:iextags:service'

/** On instances, where the cluster has that. */
export const SERVICE_TAGS = ['service:dns', 'service:www'] as const

/** What an earlier run, or the original, may have written down on an instance. Jobs of that time may be on record or not. */
export const recordTag = fc
  .record({
    type: repairType,
    id: fc.oneof(fc.uuid(), fc.constantFrom('', 'by-hand')),
    timeSeconds: fc.integer({ min: 0, max: 2 * DAY_SECONDS }).map(ago => BigInt(START_SECONDS - ago)),
    result: fc.option(fc.constantFrom(...REPAIR_RESULTS), { nil: undefined }),
    jobs: fc.oneof(
      { weight: 3, arbitrary: fc.array(fc.integer({ min: 1, max: 4 }).map(String), { maxLength: 2 }) },
      { weight: 1, arbitrary: fc.constantFrom(['4711'], ['9223372036854775807']) },
    ),
  })
  .map(record => tagged(record).tag)

/** A one-off permission: a pending tag without a job. */
export const oneOffTag = fc
  .record({
    type: repairType,
    id: fc.constantFrom('by-hand', 'ticket-7', ''),
    ago: fc.nat({ max: DAY_SECONDS }),
  })
  .map(({ type, id, ago }) => `${PREFIX}:pending:${type}:${id}:${START_SECONDS - ago}:`)
