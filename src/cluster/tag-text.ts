/**
 * How the original takes tags apart (Ganeti src/Ganeti/Utils.hs:457-461 for the prefix). Both rules look odd, and both
 * decide what a tag means, so they stand here once.
 */

/**
 * What follows `prefix` in `tag`, or undefined when it does not start so. A prefix ends in a colon, which may be missing
 * where the tag ends there: `...:suspend` is `...:suspend:` with nothing behind it.
 */
export function chompPrefix(prefix: string, tag: string): string | undefined {
  if (tag.startsWith(prefix)) return tag.slice(prefix.length)
  // Without a text made for it: this is asked of each tag, several times a run.
  return tag.length === prefix.length - 1 && prefix.startsWith(tag) ? '' : undefined
}

/** The fields of `text` between separators; no text has no fields, not one empty field. */
export function splitFields(text: string | undefined, separator: string): readonly string[] {
  return text === undefined || text === '' ? [] : text.split(separator)
}
