import type { Cost } from './measure.ts'

/** Prints what a command cost, and against another one, where there is one, as ratios. */
export function printCost(what: string, ours: Cost, other: Cost | undefined, otherName: string): void {
  const against = (figure: (cost: Cost) => number) =>
    other ? `${(figure(ours) / figure(other)).toFixed(2)} x ${otherName}` : ''
  printRow(what, [
    `${ours.seconds.toFixed(3)} s`,
    against(({ seconds }) => seconds),
    `processor ${ours.processorSeconds.toFixed(2)} s`,
    against(({ processorSeconds }) => processorSeconds),
    `${ours.memoryMiB.toFixed(0)} MiB`,
    against(({ memoryMiB }) => memoryMiB),
  ])
}

/** Prints a line of the table. */
export function printRow(what: string, figures: readonly string[]): void {
  console.log([what.padEnd(46), ...figures.map(figure => figure.padStart(19))].join(''))
}
