import type { ReasonCode } from '../../../src/planner/reason.ts'
import { crash, drain, harep, offline, start, stop } from '../steps.ts'
import type { End, Story } from '../story.ts'

const GOOD = ['good1', 'good2']

/** It went on, or goes on, on good nodes, with its data, and was never stopped. */
const undisturbed: End = { status: 'running', on: GOOD, data: 'kept', stopped: false }

/** It runs on good nodes, with its data. */
const running: End = { status: 'running', on: GOOD, data: 'kept' }

/** It is as its admin left it, stopped, on good nodes, with its data. */
const stopped: End = { status: 'ADMIN_down', on: GOOD, data: 'kept' }

const reinstalled: End = { ...running, data: 'installed' }

const reinstalledStopped: End = { ...stopped, data: 'installed' }

/** It lies where its nodes died: nothing was done. */
function left(reason: ReasonCode, ...on: string[]): End {
  return { status: 'ERROR_nodeoffline', on, data: 'kept', stopped: false, reason }
}

/** Each row of the table of repairs (docs/manual.md), with what its instance is named after. */
export const EVERY_ROW: Story = {
  name: 'every row of the table',
  cluster: 'every-row.cluster',
  steps: [
    // The script starts no instance without disks.
    start('diskless-dead', 'diskless-drain'),
    drain('drain1', 'drain2'),
    crash('drbd-drain-good-crashed'),
    ...offline('dead1', 'dead2', 'left2'),
    ...harep(2),
    // Now there is room for an instance that had to wait for it; the longest chain of repairs takes four runs.
    stop('plain-rack2-neighbour'),
    ...harep(2),
  ],
  failures: [],
  ends: {
    'drbd-good-dead': undisturbed,
    'drbd-good-drain': undisturbed,
    'drbd-drain-good': undisturbed,
    'drbd-drain-good-stopped': stopped,
    'drbd-drain-good-crashed': running,
    'drbd-drain-dead': undisturbed,
    'drbd-drain-dead-stopped': stopped,
    'drbd-drain-drain': undisturbed,
    'drbd-dead-good': running,
    'drbd-dead-good-stopped': stopped,
    'drbd-dead-drain': left('copy-on-drained-node', 'dead1', 'drain1'),
    'drbd-dead-dead': reinstalled,
    'drbd-dead-dead-stopped': reinstalledStopped,
    'plain-dead': reinstalled,
    'plain-dead-stopped': reinstalledStopped,
    'plain-drain': running,
    'plain-drain-stopped': stopped,
    'plain-drain-large': { ...undisturbed, on: ['drain2'], reason: 'stop-too-long' },
    'diskless-dead': running,
    'diskless-dead-stopped': stopped,
    'diskless-drain': undisturbed,
    'diskless-drain-stopped': stopped,
    'plain-fix-only': left('not-allowed', 'dead2'),
    'drbd-fix-only': left('not-allowed', 'dead2', 'good2'),
    'drbd-suspended': left('suspended', 'dead1', 'good1'),
    'plain-rack2': { ...reinstalled, on: ['left1'] },
    'plain-rack2-large': { ...reinstalled, on: ['left1'] },
    'plain-rack2-neighbour': { ...stopped, on: ['left1'] },
    'drbd-rack2': { ...undisturbed, on: ['left1', 'left2'], reason: 'no-room' },
  },
}
