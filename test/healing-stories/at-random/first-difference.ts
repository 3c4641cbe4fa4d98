import type { Scene } from './tell.ts'

/** The first step after which two worlds are not the same, with all steps until then; undefined where they are. */
export function firstDifference(real: readonly Scene[], simulated: readonly Scene[]): string | undefined {
  const index = real.findIndex(({ lines }, at) => lines.join('\n') !== simulated[at]?.lines.join('\n'))
  const scene = real[index]
  if (scene === undefined) return undefined
  const others = simulated[index]?.lines ?? []
  return [
    ...real.slice(0, index + 1).map(({ step }) => `  ${step}`),
    ...scene.lines.filter(line => !others.includes(line)).map(line => `    real:      ${line}`),
    ...others.filter(line => !scene.lines.includes(line)).map(line => `    simulated: ${line}`),
  ].join('\n')
}
