/** Compares names so that node2 comes before node10, the same in every locale. */
export function naturalOrder(one: string, other: string): number {
  const [ones, others] = [partsOf(one), partsOf(other)]
  for (const [index, part] of ones.entries()) {
    const otherPart = others[index]
    if (otherPart === undefined) return 1
    const order = compare(part, otherPart)
    if (order !== 0) return order
  }
  return ones.length - others.length || Number(one > other) - Number(one < other)
}

function partsOf(name: string): readonly (string | number)[] {
  return (name.match(/\d{1,15}|\D+/g) ?? []).map(part => (/^\d/.test(part) ? Number(part) : part))
}

function compare(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  return Number(String(one) > String(other)) - Number(String(one) < String(other))
}
