/** A part of the product in which a defect can be planted. */
type Part = 'policy' | 'planner' | 'run' | 'tags' | 'client' | 'simulator'

/**
 * A defect that somebody could make, as a change of text: it is made while the explorer is bundled for a test, so that what
 * is shipped knows nothing of it.
 */
export interface Defect {
  readonly name: string
  readonly part: Part
  /** What goes wrong, in a sentence without a full stop. */
  readonly about: string
  /** From the root of the project. */
  readonly file: string
  /** Stands exactly once in the file. */
  readonly find: string
  readonly replace: string
  /** Within so many scenarios of any sweep it is to be found. */
  readonly seedsMax: number
}

/** The text with the defect in it. Throws RangeError where what it changes does not stand there exactly once. */
export function planted({ name, file, find, replace }: Defect, text: string): string {
  const places = text.split(find).length - 1
  if (places !== 1) throw new RangeError(`${name}: what it changes stands ${places} times in ${file}`)
  return text.replace(find, () => replace)
}
