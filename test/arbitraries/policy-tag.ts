import fc from 'fast-check'
import { tagged } from '../../src/cluster/repair-tag.ts'
import { ownRepairRecord, repairType } from './repair-tag.ts'

/** The moment at which the generated tags are judged; their times lie close around it, so that ties happen. */
export const NOW_SECONDS = 1_700_000_000n

const PREFIX = 'ganeti:watcher:autorepair'

export const enableTag = repairType.map(type => `${PREFIX}:${type}`)

export const foreverTag = fc.constantFrom(`${PREFIX}:suspend`, `${PREFIX}:suspend:`)

/** A suspension that is over: at this very second, or before. */
export const pastSuspension = fc
  .oneof(fc.bigInt({ min: NOW_SECONDS - 3n, max: NOW_SECONDS }), fc.bigInt({ min: -5n, max: 5n }))
  .map(seconds => `${PREFIX}:suspend:${seconds}`)

export const futureSuspension = fc
  .tuple(fc.bigInt({ min: 1n, max: 3n }), fc.constantFrom('', '0', '0x', '('))
  .map(([later, style]) => {
    const seconds = NOW_SECONDS + later
    if (style === '0x') return `${PREFIX}:suspend:0x${seconds.toString(16)}`
    return style === '(' ? `${PREFIX}:suspend:(${seconds})` : `${PREFIX}:suspend:${style}${seconds}`
  })

export const unreadableSuspension = fc
  .constantFrom(
    'forever',
    'x',
    ':',
    `${NOW_SECONDS + 9n}:`,
    `${NOW_SECONDS + 9n} `,
    '+5',
    '1e10',
    '2100-01-01',
  )
  .map(time => `${PREFIX}:suspend:${time}`)

/** Tags that say nothing about what is allowed, though some look so. */
export const silentTag = fc.oneof(
  fc.constantFrom(
    PREFIX,
    `${PREFIX}:`,
    `${PREFIX}:Failover`,
    `${PREFIX}:failover:`,
    `${PREFIX}:failover `,
    `${PREFIX}:suspended`,
    `${PREFIX}:Suspend`,
    `${PREFIX}failover`,
    `x${PREFIX}:reinstall`,
    'failover',
    'env:production',
    '',
  ),
  ownRepairRecord.map(record => tagged(record).tag),
)

/** The tags of one object: any of these kinds, few enough that an object without a word is common. */
export const policyTags = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: enableTag },
    { weight: 1, arbitrary: foreverTag },
    { weight: 2, arbitrary: pastSuspension },
    { weight: 2, arbitrary: futureSuspension },
    { weight: 1, arbitrary: unreadableSuspension },
    { weight: 3, arbitrary: silentTag },
  ),
  { maxLength: 4 },
)
