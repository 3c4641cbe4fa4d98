import { HarepError } from './harep-error.ts'
import { onOneLine } from './unprintable.ts'

/** The longest tag that Ganeti stores, in Unicode characters (lib/objects.py:308-360). */
export const TAG_LENGTH_MAX = 128

/** The most tags that one object can have (Ganeti src/Ganeti/Constants.hs:1279-1283). */
export const TAGS_PER_OBJECT_MAX = 4096

/** Python's `\w` is a Unicode letter, digit or underscore. */
const CHARSET = /^[\p{L}\p{N}_.+*/:@-]+$/u

/** What Ganeti would say against storing `tag`, or undefined when it would store it. */
export function tagObjection(tag: string): string | undefined {
  if (tag === '') return 'it is empty'
  const length = [...tag].length
  if (length > TAG_LENGTH_MAX) return `it has ${length} characters, Ganeti stores ${TAG_LENGTH_MAX}`
  return CHARSET.test(tag) ? undefined : 'it has characters that Ganeti does not store in a tag'
}

/** What Ganeti would say against one more tag on an object that has so many, or undefined when it would store it. */
export function tagCountObjection(count: number): string | undefined {
  return count < TAGS_PER_OBJECT_MAX
    ? undefined
    : `there are ${count} tags on it or soon will be, Ganeti stores ${TAGS_PER_OBJECT_MAX}`
}

/** A tag that harep would have to write and Ganeti would refuse. Found before anything is submitted. */
export class TagRefusedError extends HarepError {
  readonly code = 'TAG_REFUSED'

  constructor(instance: string, tag: string, objection: string) {
    super(
      `instance ${onOneLine(instance)}: the tag "${onOneLine(tag)}" cannot be written: ${objection}. Remove tags of this instance by hand`,
    )
  }
}
