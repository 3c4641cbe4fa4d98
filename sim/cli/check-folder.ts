import { printable } from '../../src/report/printable.ts'
import { folderTrouble } from '../files/folder-trouble.ts'
import { SimCommandError } from './sim-command-error.ts'

/** Throws SimCommandError where no files can be written into a folder; `option` as it is typed. */
export function checkFolder(folder: string, option: string): void {
  const why = folderTrouble(folder)
  if (why !== undefined)
    throw new SimCommandError(`The folder '${printable(folder)}' ${printable(why)}. Name another ${option}.`)
}
