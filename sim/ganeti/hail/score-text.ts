const DECIMALS = 8

/**
 * A score with eight decimals as Haskell's printf has it: the shortest digits that make the number, rounded half up. Not
 * toFixed, which rounds the binary number itself.
 */
export function scoreText(score: number): string {
  if (!Number.isFinite(score)) return Number.isNaN(score) ? 'NaN' : score > 0 ? 'Infinity' : '-Infinity'
  const [digits = '', exponent = '0'] = Math.abs(score).toExponential().split('e')
  const [whole = '', fraction = ''] = digits.split('.')
  // score = mantissa * 10 ^ shift
  const mantissa = BigInt(whole + fraction)
  const shift = Number(exponent) - fraction.length + DECIMALS
  const scaled = shift >= 0 ? mantissa * 10n ** BigInt(shift) : halfUp(mantissa, 10n ** BigInt(-shift))
  const text = scaled.toString().padStart(DECIMALS + 1, '0')
  return `${score < 0 ? '-' : ''}${text.slice(0, -DECIMALS)}.${text.slice(-DECIMALS)}`
}

function halfUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend * 2n + divisor) / (divisor * 2n)
}
