/**
 * All that the environment can say about these tests. To replay a cluster that differed, set the seed and the path that
 * its report names: then only that cluster is tried.
 */
export const settings = {
  clusters: numberFrom('HAREP_CONFORMANCE_CLUSTERS', 60),
  seed: numberFrom('HAREP_CONFORMANCE_SEED', 20_151_120),
  path: process.env['HAREP_CONFORMANCE_PATH'],
  isCi: process.env['CI'] === 'true',
} as const

function numberFrom(name: string, otherwise: number): number {
  const text = process.env[name]
  if (text === undefined || text === '') return otherwise
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`${name} is ${text} and should be a whole number`)
  return value
}
