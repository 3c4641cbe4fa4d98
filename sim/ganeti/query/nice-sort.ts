/**
 * Ganeti's "nice sort": runs of digits compare as numbers, everything else by code points, so that node2 comes before
 * node10 (Ganeti src/Ganeti/Utils.hs, niceSort).
 */
export function compareNice(a: string, b: string): number {
  return compareNiceParts(splitDigits(a), splitDigits(b))
}

/** compareNice for names that were split already: splitting is what costs. */
export function compareNiceParts(partsA: readonly string[], partsB: readonly string[]): number {
  const length = Math.min(partsA.length, partsB.length)
  for (let index = 0; index < length; index += 1) {
    const order = compareParts(partsA[index] ?? '', partsB[index] ?? '')
    if (order !== 0) return order
  }
  return partsA.length - partsB.length
}

/** A name as its runs of digits and of anything else. */
export function splitDigits(text: string): readonly string[] {
  return text.match(/[0-9]+|[^0-9]+/g) ?? []
}

function compareParts(a: string, b: string): number {
  if (isDigits(a) && isDigits(b)) {
    const numberA = BigInt(a)
    const numberB = BigInt(b)
    return numberA === numberB ? 0 : numberA < numberB ? -1 : 1
  }
  return a < b ? -1 : a > b ? 1 : 0
}

function isDigits(text: string): boolean {
  return /^[0-9]/.test(text)
}
