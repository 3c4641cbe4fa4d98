import type { Scenario } from '../scenario.ts'
import { ATTEMPTS } from './attempts.ts'
import { DRBD } from './drbd.ts'
import { OTHERS } from './others.ts'
import { QUEUE } from './queue.ts'
import { ROOM } from './room.ts'
import { SEVERAL } from './several.ts'
import { TAGS } from './tags.ts'

export const SCENARIOS: readonly Scenario[] = [
  ...DRBD,
  ...OTHERS,
  ...ATTEMPTS,
  ...TAGS,
  ...ROOM,
  ...SEVERAL,
  ...QUEUE,
]
