import { UNPRINTABLE } from '../cluster/unprintable.ts'

/**
 * Text from outside (an argument, a tag, an error message of luxid) ends in a terminal, in a mail or in a log. What
 * src/cluster/unprintable.ts lists is written as escapes. The backslash itself stays as it is: text is escaped where an error
 * is made and again where it is printed, and the second time must change nothing.
 */
/**
 * The text on one line, safe to print: C0 and C1 controls (newline too), line and paragraph separators, invisible characters
 * and marks of direction, and lone surrogates become `\x1b` or `\u202e`; all else is untouched.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, character => {
    const code = character.charCodeAt(0)
    return code < 0x100
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** Like printable(), for a text of several lines: `\n` alone is kept. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n')
}

/** What Ganeti says in several lines (the end of a log, a list) as one: a log is searched by lines, and `\x0a` is for nobody to read. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ')
}
