import type { Defect } from '../defect.ts'

/** In the simulated cluster: checks that could not see these would not see what a real Ganeti does wrong either. */
export const SIMULATOR_DEFECTS: readonly Defect[] = []
