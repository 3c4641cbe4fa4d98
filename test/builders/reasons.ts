import type { Reason, ReasonCode } from '../../src/planner/reason.ts'

const by = { level: 'group', object: 'default', tag: 'ganeti:watcher:autorepair:suspend:99' } as const

/** One reason of every code: a code without a sample does not type-check. */
export const REASON_SAMPLES: { readonly [C in ReasonCode]: Extract<Reason, { readonly code: C }> } = {
  'nodes-fine': { code: 'nodes-fine' },
  'no-rule': { code: 'no-rule', diskTemplate: 'rbd', node: 'n1' },
  'node-drained': { code: 'node-drained', node: 'n1' },
  'primary-offline': { code: 'primary-offline', node: 'n1', secondary: 'n2' },
  'secondary-offline': { code: 'secondary-offline', node: 'n2' },
  'all-copies-offline': { code: 'all-copies-offline', nodes: ['n1', 'n2'] },
  'copy-on-drained-node': { code: 'copy-on-drained-node', offline: 'n1', drained: 'n2' },
  'node-silent': { code: 'node-silent', node: 'n1' },
  'no-secondary': { code: 'no-secondary' },
  'admin-offline': { code: 'admin-offline' },
  forthcoming: { code: 'forthcoming' },
  'no-room': { code: 'no-room', copies: 2, group: 'default' },
  'mixed-disks': { code: 'mixed-disks' },
  'not-enabled': { code: 'not-enabled', type: 'failover' },
  suspended: {
    code: 'suspended',
    permission: { kind: 'suspended', untilSeconds: 99n, unreadable: false, by },
  },
  'not-allowed': {
    code: 'not-allowed',
    type: 'failover',
    permission: {
      kind: 'enabled',
      upTo: 'migrate',
      by: { level: 'instance', object: 'i1', tag: 'ganeti:watcher:autorepair:migrate' },
    },
  },
  'repair-submitted': { code: 'repair-submitted', type: 'failover', jobs: ['7', '8'] },
  'would-submit': { code: 'would-submit', type: 'failover' },
  'repair-running': { code: 'repair-running', type: 'failover', jobs: ['7', '8'] },
  'pending-without-job': { code: 'pending-without-job', type: 'failover' },
  'repair-failed': { code: 'repair-failed', type: 'failover', jobs: ['7', '8'], tag: 'TAG' },
  'job-gone': { code: 'job-gone', type: 'failover', jobs: ['7', '8'], tag: 'TAG' },
  'tags-contradict': { code: 'tags-contradict', pending: 'OLD', later: 'NEW' },
  unreadable: { code: 'unreadable', problem: 'its row is too short' },
  problem: { code: 'problem', problem: 'the job was refused' },
}
