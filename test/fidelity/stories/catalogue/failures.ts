import { compare, harep, kill, offline, online, osCreationFails, start } from '../steps.ts'
import type { Story } from '../story.ts'

/** A delay of 0 makes harep's repairs one after another: its next tag job waits behind the repair of the same instance. */
const AT_ONCE = '--job-delay=0'

/** What breaks, and what comes back. */
export const FAILURES: readonly Story[] = [
  {
    name: 'node-offline',
    cluster: 'tight.cluster',
    steps: [offline('node2'), harep(AT_ONCE), compare, harep(AT_ONCE), compare, harep(AT_ONCE), compare],
  },
  {
    name: 'both-nodes-offline',
    cluster: 'redundant.cluster',
    steps: [offline('node3'), offline('node4'), harep(AT_ONCE), compare, harep(AT_ONCE), compare],
  },
  {
    name: 'node-dead-not-offline',
    cluster: 'redundant.cluster',
    steps: [
      kill('node3'),
      harep(AT_ONCE),
      compare,
      offline('node3'),
      harep(AT_ONCE),
      compare,
      harep(AT_ONCE),
      compare,
    ],
  },
  {
    // web1 loses its secondary, and its primary while the repair of that has not begun.
    name: 'second-failure-of-primary',
    cluster: 'redundant.cluster',
    steps: [
      offline('node4'),
      harep('--job-delay=6'),
      kill('node3'),
      compare,
      offline('node3'),
      harep(AT_ONCE),
      compare,
    ],
  },
  {
    // web1 loses its primary, and the node it is to be failed over to while that has not begun.
    name: 'second-failure-of-target',
    cluster: 'redundant.cluster',
    steps: [
      offline('node3'),
      harep('--job-delay=6'),
      kill('node4'),
      compare,
      offline('node4'),
      harep(AT_ONCE),
      compare,
    ],
  },
  {
    name: 'no-room',
    cluster: 'tight.cluster',
    steps: [offline('node4'), harep(AT_ONCE), compare, harep(AT_ONCE), compare],
  },
  {
    // Of two instances on a dead node's disk one is stopped, and so can be reinstalled; the other cannot.
    name: 'stopped-and-running-recreated',
    cluster: 'redundant.cluster',
    steps: [offline('node2'), harep(AT_ONCE), compare, harep(AT_ONCE), compare],
  },
  {
    name: 'os-creation-fails',
    cluster: 'redundant.cluster',
    steps: [osCreationFails(true), offline('node2'), harep(AT_ONCE), compare, harep(AT_ONCE), compare],
  },
  {
    // Nobody tells hail to stay in the instance's group: it chooses a node of one whose locks the job does not have.
    name: 'two-groups',
    cluster: 'two-groups.cluster',
    steps: [
      offline('node2'),
      harep(AT_ONCE),
      compare,
      offline('node4'),
      harep(AT_ONCE),
      harep(AT_ONCE),
      compare,
    ],
  },
  {
    name: 'node-back-online',
    cluster: 'redundant.cluster',
    steps: [
      offline('node3'),
      harep(AT_ONCE),
      compare,
      online('node3'),
      compare,
      harep(AT_ONCE),
      compare,
      offline('node2'),
      online('node2'),
      harep(AT_ONCE),
      start('db2'),
      compare,
    ],
  },
]
