/** A duration for people, from 0.1 s on: `1.9 s`, `2 min 5 s`, `1 h 10 min`. */
export function durationText(durationUs: number): string {
  const seconds = durationUs / 1_000_000
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3_600) return parts(Math.floor(whole / 60), 'min', whole % 60, 's')
  const minutes = Math.round(seconds / 60)
  return parts(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
}

/** A moment for people, counted from the start. */
export function momentText(sinceStartUs: number): string {
  return sinceStartUs === 0 ? 'at the start' : `${durationText(sinceStartUs)} after the start`
}

function parts(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}
