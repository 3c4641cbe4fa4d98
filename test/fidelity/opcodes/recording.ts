import { join } from 'node:path'

/** What a real Ganeti 3.0.2 did with each probe, one a line. */
export const RECORDING = join(
  import.meta.dirname,
  '..',
  '..',
  'sim',
  'ganeti',
  'opcodes',
  'recorded-opcodes.json',
)
