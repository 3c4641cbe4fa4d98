import { expect, test } from 'vitest'
import { mostUrgentFirst } from '../../../src/run/healing/urgency.ts'
import { REASON_SAMPLES } from '../../builders/reasons.ts'
import { aDueRepair } from './due-repair.ts'

test('what is down and has its data, what is down, what is to leave its node, what lacks a copy; each as they came', () => {
  const due = [
    aDueRepair('copy', 'fix-storage', REASON_SAMPLES['secondary-offline']),
    aDueRepair('drained', 'migrate', REASON_SAMPLES['primary-drained']),
    aDueRepair('anew', 'reinstall', REASON_SAMPLES['all-copies-offline']),
    aDueRepair('down', 'failover', REASON_SAMPLES['primary-offline']),
    aDueRepair('half', 'reinstall', REASON_SAMPLES['recreation-unfinished']),
    aDueRepair('down2', 'failover', REASON_SAMPLES['shared-offline']),
    aDueRepair('copy2', 'fix-storage', REASON_SAMPLES['secondary-drained']),
  ]
  expect(mostUrgentFirst(due).map(({ instance }) => instance)).toEqual([
    'down',
    'down2',
    'anew',
    'half',
    'drained',
    'copy',
    'copy2',
  ])
})
