import type { Space } from './space.ts'
import { spaceA } from './space-a.ts'
import { spaceB } from './space-b.ts'
import { spaceC } from './space-c.ts'

/** All spaces. */
export const SPACES: readonly Space[] = [spaceA, spaceB, spaceC]
