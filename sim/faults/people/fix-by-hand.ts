import * as v from 'valibot'
import { exhaustive } from '../../../src/cluster/exhaustive.ts'
import type { JsonObject } from '../../../src/cluster/json.ts'
import { instanceName } from '../entries.ts'
import { fault } from '../fault.ts'

const WAYS = ['start', 'failover', 'migrate', 'replace-secondary', 'activate-disks'] as const

export const fixByHand = fault({
  name: 'fix-by-hand',
  layer: 'people',
  about: 'An admin repairs an instance by a job of his own, whatever harep is doing.',
  entries: { instance: instanceName, how: v.picklist(WAYS) },
  text: ({ instance, how }) => `an admin repairs ${instance} by hand: ${how}`,
  apply: (stage, { instance, how }) => stage.letSubmit({ ...opcodeOf(how), instance_name: instance }),
})

function opcodeOf(how: (typeof WAYS)[number]): JsonObject {
  switch (how) {
    case 'start':
      return { OP_ID: 'OP_INSTANCE_STARTUP', force: true }
    case 'failover':
      return { OP_ID: 'OP_INSTANCE_FAILOVER', ignore_consistency: true }
    case 'migrate':
      return { OP_ID: 'OP_INSTANCE_MIGRATE', allow_failover: true }
    case 'replace-secondary':
      return { OP_ID: 'OP_INSTANCE_REPLACE_DISKS', mode: 'replace_new_secondary', iallocator: 'hail' }
    case 'activate-disks':
      return { OP_ID: 'OP_INSTANCE_ACTIVATE_DISKS', ignore_size: true }
    default:
      return exhaustive(how)
  }
}
