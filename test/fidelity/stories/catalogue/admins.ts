import {
  addTag,
  awaitStatus,
  busyMaster,
  cancel,
  compare,
  drained,
  harep,
  job,
  killJob,
  offline,
  queueDrained,
  removeTags,
  stop,
} from '../steps.ts'
import type { Story } from '../story.ts'

const AT_ONCE = '--job-delay=0'

/** Long enough for a step or two between harep's submission and the beginning of the repair. */
const LATER = '--job-delay=6'

const AUTOREPAIR = 'ganeti:watcher:autorepair:'

/** What an admin does, before harep and behind its back. */
export const ADMINS: readonly Story[] = [
  {
    name: 'node-drained',
    cluster: 'tight.cluster',
    steps: [drained('node2', true), harep(AT_ONCE), compare, harep(AT_ONCE), compare],
  },
  {
    name: 'drained-and-migrated',
    cluster: 'redundant.cluster',
    steps: [
      drained('node3', true),
      job({ OP_ID: 'OP_INSTANCE_MIGRATE', instance_name: 'web1' }),
      harep(AT_ONCE),
      compare,
      drained('node3', false),
      harep(AT_ONCE),
      compare,
    ],
  },
  {
    name: 'queue-drained',
    cluster: 'redundant.cluster',
    steps: [
      offline('node3'),
      queueDrained(true),
      harep(AT_ONCE),
      compare,
      queueDrained(false),
      harep(AT_ONCE),
      compare,
    ],
  },
  {
    // The admin stops an instance between the decision to fail it over and the failover.
    name: 'instance-stopped',
    cluster: 'redundant.cluster',
    steps: [offline('node3'), harep(LATER), stop('web1', true), compare, harep(AT_ONCE), compare],
  },
  {
    name: 'tag-gone',
    cluster: 'redundant.cluster',
    steps: [
      offline('node3'),
      harep(LATER),
      removeTags('web1', `${AUTOREPAIR}pending:`),
      compare,
      harep(AT_ONCE),
      compare,
      harep(AT_ONCE),
      compare,
    ],
  },
  {
    name: 'job-cancelled',
    cluster: 'redundant.cluster',
    steps: [
      offline('node3'),
      busyMaster(10),
      harep('--job-delay=1'),
      awaitStatus('INSTANCE_FAILOVER(web1)', 'waiting'),
      cancel('INSTANCE_FAILOVER(web1)'),
      compare,
      harep(AT_ONCE),
      compare,
    ],
  },
  {
    name: 'job-killed',
    cluster: 'redundant.cluster',
    steps: [
      offline('node3'),
      harep('--job-delay=8'),
      awaitStatus('INSTANCE_FAILOVER(web1)', 'running'),
      killJob('INSTANCE_FAILOVER(web1)'),
      compare,
      harep(AT_ONCE),
      compare,
    ],
  },
  {
    name: 'master-busy',
    cluster: 'redundant.cluster',
    steps: [
      offline('node3'),
      busyMaster(10),
      harep('--job-delay=1'),
      harep('--job-delay=1'),
      compare,
      harep(AT_ONCE),
      compare,
    ],
  },
  {
    // The admin fails the instance over by hand while harep's repair waits: harep's would move it back.
    name: 'admin-was-faster',
    cluster: 'redundant.cluster',
    steps: [
      offline('node3'),
      busyMaster(12),
      harep('--job-delay=1'),
      job({ OP_ID: 'OP_INSTANCE_FAILOVER', instance_name: 'web1' }),
      compare,
      harep(AT_ONCE),
      compare,
    ],
  },
  {
    name: 'permission-changed',
    cluster: 'redundant.cluster',
    steps: [
      removeTags('web1', AUTOREPAIR),
      addTag('web1', `${AUTOREPAIR}fix-storage`),
      offline('node3'),
      harep(AT_ONCE),
      harep(AT_ONCE),
      compare,
      removeTags('web1', `${AUTOREPAIR}fix-storage`),
      addTag('web1', `${AUTOREPAIR}suspend`),
      harep(AT_ONCE),
      removeTags('web1', `${AUTOREPAIR}suspend`),
      addTag('web1', `${AUTOREPAIR}failover`),
      harep(AT_ONCE),
      compare,
    ],
  },
]
