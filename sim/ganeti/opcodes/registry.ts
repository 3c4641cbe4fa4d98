import { CLUSTER_SET_PARAMS } from './cluster-set-params.ts'
import { CLUSTER_VERIFY } from './cluster-verify.ts'
import { CLUSTER_VERIFY_CONFIG, CLUSTER_VERIFY_GROUP } from './cluster-verify-parts.ts'
import { GROUP_SET_PARAMS } from './group-set-params.ts'
import { GROUP_VERIFY_DISKS } from './group-verify-disks.ts'
import { INSTANCE_ACTIVATE_DISKS } from './instance-activate-disks.ts'
import { INSTANCE_DEACTIVATE_DISKS } from './instance-deactivate-disks.ts'
import { INSTANCE_FAILOVER } from './instance-failover.ts'
import { INSTANCE_MIGRATE } from './instance-migrate.ts'
import { INSTANCE_MOVE } from './instance-move.ts'
import { INSTANCE_QUERY_DATA } from './instance-query-data.ts'
import { INSTANCE_RECREATE_DISKS } from './instance-recreate-disks.ts'
import { INSTANCE_REINSTALL } from './instance-reinstall.ts'
import { INSTANCE_REPLACE_DISKS } from './instance-replace-disks.ts'
import { INSTANCE_SET_PARAMS } from './instance-set-params.ts'
import { INSTANCE_SHUTDOWN } from './instance-shutdown.ts'
import { INSTANCE_STARTUP } from './instance-startup.ts'
import { NODE_EVACUATE } from './node-evacuate.ts'
import { NODE_SET_PARAMS } from './node-set-params.ts'
import type { Opcode } from './opcode.ts'
import { TAGS_DEL } from './tags-del.ts'
import { TAGS_GET } from './tags-get.ts'
import { TAGS_SEARCH } from './tags-search.ts'
import { TAGS_SET } from './tags-set.ts'
import { TEST_DELAY } from './test-delay.ts'

const ALL: readonly Opcode[] = [
  GROUP_VERIFY_DISKS,
  CLUSTER_SET_PARAMS,
  CLUSTER_VERIFY,
  CLUSTER_VERIFY_CONFIG,
  CLUSTER_VERIFY_GROUP,
  GROUP_SET_PARAMS,
  INSTANCE_ACTIVATE_DISKS,
  INSTANCE_DEACTIVATE_DISKS,
  INSTANCE_QUERY_DATA,
  INSTANCE_SET_PARAMS,
  NODE_EVACUATE,
  TAGS_GET,
  TAGS_SEARCH,
  INSTANCE_FAILOVER,
  INSTANCE_MIGRATE,
  INSTANCE_MOVE,
  INSTANCE_RECREATE_DISKS,
  INSTANCE_REINSTALL,
  INSTANCE_REPLACE_DISKS,
  INSTANCE_SHUTDOWN,
  INSTANCE_STARTUP,
  NODE_SET_PARAMS,
  TAGS_DEL,
  TAGS_SET,
  TEST_DELAY,
]

/** Every opcode that the simulated cluster carries out, by its id. */
export const OPCODES: ReadonlyMap<string, Opcode> = new Map(ALL.map(opcode => [opcode.opId, opcode]))
