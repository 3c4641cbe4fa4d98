/**
 * All that the environment can say about the comparison with hail. To replay one request that differed, give the seed that
 * its report names and ask for one request.
 */
export const hailSettings = {
  requests: numberFrom('HAREP_HAIL_REQUESTS', 2_000),
  seed: numberFrom('HAREP_HAIL_SEED', 20_261_124),
  isCi: process.env['CI'] === 'true',
} as const

function numberFrom(name: string, otherwise: number): number {
  const text = process.env[name]
  if (text === undefined || text === '') return otherwise
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new Error(`${name} is ${text} and should be a whole number from 1`)
  }
  return value
}
