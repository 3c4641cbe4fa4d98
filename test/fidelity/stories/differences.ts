import type { Telling } from './play.ts'

/** Where two tellings of a story differ, in words; none if they are the same. All lines of all scenes are compared. */
export function differences(real: Telling, simulated: Telling): readonly string[] {
  return real.scenes.flatMap(({ step, lines }, index) => {
    const others = simulated.scenes[index]?.lines ?? []
    if (JSON.stringify(lines) === JSON.stringify(others)) return []
    const onlyReal = lines.filter(line => !others.includes(line)).map(line => `  real:      ${line}`)
    const onlySimulated = others.filter(line => !lines.includes(line)).map(line => `  simulated: ${line}`)
    return [`step ${index}, ${step}, differs:`, ...onlyReal, ...onlySimulated]
  })
}
