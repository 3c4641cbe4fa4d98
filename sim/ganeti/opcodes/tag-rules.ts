import { GanetiFailure } from '../ganeti-failure.ts'

/** Limits on tags (tags.md section 1; Ganeti lib/objects.py:308-360). */
const TAG_CHARACTERS_MAX = 128
export const TAGS_PER_OBJECT_MAX = 4_096

/** Throws GanetiFailure (TagError) for a tag that Ganeti would not store. */
export function checkTag(tag: string): void {
  if (tag === '') throw new GanetiFailure('TagError', ['Tags cannot be empty'])
  if ([...tag].length > TAG_CHARACTERS_MAX) {
    throw new GanetiFailure('TagError', [`Tag too long (>${TAG_CHARACTERS_MAX} characters)`])
  }
  // Python's `\w`: letters, digits and marks of any script, and the underscore; its `$` lets one last newline pass.
  if (!/^[\p{L}\p{N}_.+*/:@-]+\n?$/u.test(tag)) {
    throw new GanetiFailure('TagError', ['Tag contains invalid characters'])
  }
}
