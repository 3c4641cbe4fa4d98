/** As long as a sentence is worth comparing. */
const KEY_CHARS_MAX = 300

/**
 * The same for violations of one invariant whose sentences differ only in numbers, ids and the names that are made of them. Of several
 * lines only the first counts: the rest is where in the program it was, which each change of it moves.
 */
export function findingKey({
  invariant,
  what,
}: {
  readonly invariant: string
  readonly what: string
}): string {
  const sentence = (what.split('\n', 1)[0] ?? '')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replace(/[0-9]+(\.[0-9]+)?/g, '#')
  return `${invariant}: ${sentence}`.slice(0, KEY_CHARS_MAX)
}
