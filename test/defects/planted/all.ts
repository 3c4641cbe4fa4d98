import type { Defect } from '../defect.ts'
import { CLIENT_DEFECTS } from './client.ts'
import { PLANNER_DEFECTS } from './planner.ts'
import { POLICY_DEFECTS } from './policy.ts'
import { RUN_DEFECTS } from './run.ts'
import { SIMULATOR_DEFECTS } from './simulator.ts'
import { TAG_DEFECTS } from './tags.ts'

/** Every planted defect. */
export const DEFECTS: readonly Defect[] = [
  ...POLICY_DEFECTS,
  ...PLANNER_DEFECTS,
  ...RUN_DEFECTS,
  ...TAG_DEFECTS,
  ...CLIENT_DEFECTS,
  ...SIMULATOR_DEFECTS,
]
