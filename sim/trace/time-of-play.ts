/** A moment of a play, for people: `+0h05m12s`, microseconds since its beginning. */
export function timeOfPlay(atUs: number): string {
  const seconds = Math.floor(atUs / 1_000_000)
  const two = (number: number) => String(number).padStart(2, '0')
  return `+${Math.floor(seconds / 3_600)}h${two(Math.floor(seconds / 60) % 60)}m${two(seconds % 60)}s`
}
