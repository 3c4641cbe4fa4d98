/** A time since the beginning of a play, in microseconds, as a clock shows it: `0:05:12.250`, `2d 0:00:00.000`. */
export function clockText(timeUs: number): string {
  const timeMs = Math.floor(timeUs / 1_000)
  const days = Math.floor(timeMs / 86_400_000)
  const hours = Math.floor(timeMs / 3_600_000) % 24
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = two(Math.floor(timeMs / 60_000) % 60)
  const seconds = two(Math.floor(timeMs / 1_000) % 60)
  const rest = String(timeMs % 1_000).padStart(3, '0')
  return `${days > 0 ? `${days}d ` : ''}${hours}:${minutes}:${seconds}.${rest}`
}
