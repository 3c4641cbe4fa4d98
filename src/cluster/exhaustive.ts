/** Ends a switch over a closed union: a kind without a case is then a type error, and at run time a loud one. */
export function exhaustive(value: never): never {
  throw new TypeError(`a case is missing for ${JSON.stringify(value)}`)
}
