import type { Space, SpaceName } from './space.ts'
import { spaceA } from './space-a.ts'
import { spaceB } from './space-b.ts'
import { spaceC } from './space-c.ts'

/** All spaces, by their names. */
export const SPACES: Readonly<Record<SpaceName, Space>> = { A: spaceA, B: spaceB, C: spaceC }
