import { type Cell, UNAVAILABLE } from './cell.ts'

/** The value of a field that no simulated object has. */
export function unavailable(): Cell {
  return UNAVAILABLE
}

/** How the documentation of a field counts disks and network interfaces: `1st` for index 0. */
export function ordinal(index: number): string {
  const number = index + 1
  const isTeen = number % 100 >= 11 && number % 100 <= 13
  const suffix = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')
  return `${number}${suffix}`
}
