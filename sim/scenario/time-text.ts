/** `90`, `1.5`, `5m`, `1h30m`, `2d`, `1h0m0.5s`: a number of seconds, or numbers with units, each unit at most once and in this order. */
const TIME = /^(?=.)(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9}(?:\.\d{1,6})?)s?)?$/

export const TIME_PATTERN = TIME

/** The seconds of a time as people write it, or undefined. */
export function parseTime(text: string): number | undefined {
  const match = TIME.exec(text)
  if (match === null) return undefined
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = match
  const inWhole = Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60
  // Microseconds are the finest that there is, and adding fractions would leave others.
  return Math.round((inWhole + Number(seconds)) * 1_000_000) / 1_000_000
}

/** A time as people write it, where reading that gives the same again; else the number of seconds. */
export function formatTime(timeSeconds: number): string | number {
  if (timeSeconds < 60) return timeSeconds
  let rest = timeSeconds
  let text = ''
  for (const [unit, unitSeconds] of [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
  ] as const) {
    const count = Math.floor(rest / unitSeconds)
    rest -= count * unitSeconds
    if (count > 0) text += `${count}${unit}`
  }
  if (rest > 0) text += `${Math.round(rest * 1_000_000) / 1_000_000}s`
  return parseTime(text) === timeSeconds ? text : timeSeconds
}
