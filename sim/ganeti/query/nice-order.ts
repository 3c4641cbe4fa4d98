import { compareNiceParts, splitDigits } from './nice-sort.ts'

/**
 * The rows of a resource in the nice order of their names, as long as they are the same rows without sorting again: an
 * object never changes its name, so its place depends on nothing but which objects there are.
 */
export class NiceOrder<Row> {
  readonly #nameOf: ((row: Row) => string) | undefined
  readonly #uuidOf: (row: Row) => string
  #given: readonly Row[] = []
  #sorted: readonly Row[] = []

  /**
   * @param nameOf the name to sort by; without one, rows stay as they are given
   * @param uuidOf what decides between equal names, as luxid keeps objects by UUID; else the order given does
   */
  constructor(nameOf: ((row: Row) => string) | undefined, uuidOf?: (row: Row) => string) {
    this.#nameOf = nameOf
    this.#uuidOf = uuidOf ?? (() => '')
  }

  of(rows: readonly Row[]): readonly Row[] {
    const nameOf = this.#nameOf
    if (nameOf === undefined || rows.length < 2) return rows
    if (!isSame(rows, this.#given)) {
      this.#given = rows
      this.#sorted = rows
        .map(row => ({ row, parts: splitDigits(nameOf(row)), uuid: this.#uuidOf(row) }))
        .sort((a, b) => compareNiceParts(a.parts, b.parts) || compareTexts(a.uuid, b.uuid))
        .map(({ row }) => row)
    }
    return this.#sorted
  }
}

/** Names in nice order; of `web1` and `web01`, the one that is given first. */
export function niceNames(objects: readonly { readonly name: string }[]): string[] {
  return new NiceOrder<{ readonly name: string }>(object => object.name).of(objects).map(({ name }) => name)
}

/** Objects in the order in which luxid keeps them. */
export function byUuid<T extends { readonly uuid: string }>(objects: Iterable<T>): T[] {
  return [...objects].sort((a, b) => compareTexts(a.uuid, b.uuid))
}

/** Compares texts of ASCII. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function isSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((element, index) => element === b[index])
}
