import { expect, test } from 'vitest'
import { ADMIN_STATES, DISK_TEMPLATES, INSTANCE_STATUSES } from '../../src/cluster/instance.ts'

// Ganeti's own words (query.md section 5.2): one letter off, and every instance that has it is unreadable.
test.each([
  ['disk templates', DISK_TEMPLATES, 'blockdev diskless drbd ext file gluster mixed plain rbd sharedfile'],
  [
    'instance statuses',
    INSTANCE_STATUSES,
    'ADMIN_down ADMIN_offline ERROR_down ERROR_nodedown ERROR_nodeoffline ERROR_up ERROR_wrongnode USER_down running',
  ],
  ['admin states', ADMIN_STATES, 'down offline up'],
])("the %s are Ganeti's", (_, known, words) => {
  expect([...known].sort().join(' ')).toBe(words)
})
