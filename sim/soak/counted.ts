/** `1 soak`, `2 soaks`; `number` as it is to be written. */
export function counted(count: number, word: string, number = String(count)): string {
  return `${number} ${word}${count === 1 ? '' : 's'}`
}
