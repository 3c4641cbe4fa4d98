/** The first lines that differ, cut to what can be read; undefined where the texts are the same to the byte. */
export function firstDifference(a: string, b: string): readonly string[] | undefined {
  if (a === b) return undefined
  const linesA = a.split('\n')
  const linesB = b.split('\n')
  const index = linesA.findIndex((line, number) => line !== linesB[number])
  return [linesA[index] ?? 'the end', linesB[index] ?? 'the end'].map(line => line.slice(0, 500))
}
