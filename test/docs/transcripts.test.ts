import { expect, test } from 'vitest'
import { formatUtcTime } from '../../src/cli/utc-time.ts'
import { originalLine } from './original-words.ts'
import { CLASSIC } from './policy-words.ts'
import { heldBy } from './several-objects.ts'

/*
 * What Debian's harep 3.0.2 was seen to say of an instance whose primary node is offline, with these words on the instance,
 * on its group and on the cluster (the oracle's cases of these names).
 */
const EXECUTES = 'Executing ArFailover repair on i1'
const FOREVER = "Not repairing i1 because it's in state ArSuspended Forever"
const UNTIL = "Not repairing i1 because it's in state ArSuspended (Until Fri Jan  1 00:00:00 UTC 2100)"
const NOT_ENABLED = "Not repairing i1 because it's in state ArNotEnabled"
const UP_TO_MIGRATE =
  'Not performing a repair of type ArFailover on i1 because only repairs up to ArMigrate are allowed'

test.each([
  ['conf_group_suspend_cluster_on', [], ['suspend'], ['reinstall'], FOREVER],
  ['conf_inst_high_group_low', ['reinstall'], ['fix-storage'], [], EXECUTES],
  ['conf_inst_on_group_suspend', ['failover'], ['suspend'], [], EXECUTES],
  ['conf_inst_past_suspend_group_on', ['suspend:PAST'], ['failover'], [], EXECUTES],
  ['conf_inst_past_suspend_only', ['suspend:PAST'], [], [], NOT_ENABLED],
  ['conf_inst_suspend_cluster_on', ['suspend'], [], ['reinstall'], FOREVER],
  ['conf_inst_unknown_group_on', ['bogus'], ['failover'], [], EXECUTES],
  ['conf_within_enabled_suspend_future', ['failover', 'suspend:FUTURE'], [], [], UNTIL],
  ['conf_within_enabled_suspend_past', ['failover', 'suspend:PAST'], [], [], EXECUTES],
  ['conf_within_future_and_forever', ['suspend:FUTURE', 'suspend'], [], [], FOREVER],
  ['conf_within_future_and_past', ['suspend:PAST', 'suspend:FUTURE'], [], [], UNTIL],
  ['conf_within_three_enabled', ['reinstall', 'failover', 'migrate'], [], [], UP_TO_MIGRATE],
  ['suspend_with_colon_only', ['suspend:'], [], ['failover'], FOREVER],
  ['suspend_until_lang_c', ['suspend:FUTURE'], [], [], UNTIL],
  ['suspend_ts_variants', ['suspend:(FUTURE)'], [], [], UNTIL],
  ['suspend_ts_variants', ['suspend:FUTURE '], [], [], NOT_ENABLED],
  ['suspend_ts_variants', ['suspend:+FUTURE'], [], [], NOT_ENABLED],
])('%s: instance %j, group %j, cluster %j', (_, instance, group, cluster, seen) => {
  const permission = heldBy({ instance, group, cluster }, CLASSIC)
  expect(originalLine('i1', 'failover', permission, formatUtcTime)).toBe(seen)
})
