/** A Date holds so many seconds on either side of 1970. */
const DATE_MAX_SECONDS = 8_640_000_000_000

/** Seconds since the epoch as people read them; a time that no calendar has stays a number. */
export function utcTime(seconds: bigint | number): string {
  const value = Number(seconds)
  if (Math.abs(value) > DATE_MAX_SECONDS) return `${seconds} (seconds since 1970)`
  const [date = '', time = ''] = new Date(value * 1000).toISOString().split('T')
  return `${date} ${time.slice(0, 8)} UTC`
}
