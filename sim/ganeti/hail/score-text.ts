const DECIMALS = 8

/**
 * A score with eight decimals as Haskell's printf has it: the shortest digits that make the number, and one that lies in
 * the middle goes to the even digit. Not toFixed, which rounds the binary number itself, and the middle up.
 */
export function scoreText(score: number): string {
  if (!Number.isFinite(score)) return Number.isNaN(score) ? 'NaN' : score > 0 ? 'Infinity' : '-Infinity'
  const [digits = '', exponent = '0'] = Math.abs(score).toExponential().split('e')
  const [whole = '', fraction = ''] = digits.split('.')
  // score = mantissa * 10 ^ shift
  const mantissa = BigInt(whole + fraction)
  const shift = Number(exponent) - fraction.length + DECIMALS
  const scaled = shift >= 0 ? mantissa * 10n ** BigInt(shift) : halfToEven(mantissa, 10n ** BigInt(-shift))
  const text = scaled.toString().padStart(DECIMALS + 1, '0')
  return `${score < 0 ? '-' : ''}${text.slice(0, -DECIMALS)}.${text.slice(-DECIMALS)}`
}

function halfToEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  const twice = (dividend % divisor) * 2n
  const isUp = twice > divisor || (twice === divisor && quotient % 2n === 1n)
  return isUp ? quotient + 1n : quotient
}
