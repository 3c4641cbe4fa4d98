/**
 * A point in time the way C's asctime writes it, with the zone before the year: `Fri Jan  1 00:00:00 UTC 2100`. Any
 * number of seconds is taken: the Gregorian calendar repeats itself every 400 years to the day of the week, so a time is
 * moved into the first such cycle of the epoch, which a Date can hold, and the years are added again.
 */
const CYCLE_SECONDS = 146_097n * 86_400n
const CYCLE_YEARS = 400n
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** C counts years from here, in 32 bits. */
const YEAR_ZERO = 1900n

/**
 * `seconds` since the epoch in UTC. Where C's year overflows, its half-filled result is written as the original writes
 * it (oracle case suspend_until_too_big): right time and weekday, January the zeroth, the year modulo 2^32.
 */
export function formatUtcTime(seconds: bigint): string {
  const intoCycle = ((seconds % CYCLE_SECONDS) + CYCLE_SECONDS) % CYCLE_SECONDS
  const cycles = (seconds - intoCycle) / CYCLE_SECONDS
  const date = new Date(Number(intoCycle) * 1000)
  const year = BigInt(date.getUTCFullYear()) + cycles * CYCLE_YEARS
  const shownYear = BigInt.asIntN(32, year - YEAR_ZERO) + YEAR_ZERO
  const fits = shownYear === year
  const month = fits ? MONTHS[date.getUTCMonth()] : MONTHS[0]
  const day = String(fits ? date.getUTCDate() : 0).padStart(2)
  const [, time = ''] = date.toISOString().slice(0, 19).split('T')
  return `${WEEKDAYS[date.getUTCDay()]} ${month} ${day} ${time} UTC ${shownYear}`
}
