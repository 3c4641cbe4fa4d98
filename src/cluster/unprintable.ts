/**
 * Characters of text from outside that could move the cursor of a terminal, forge a line of a log, make one name look like
 * another, or fail to be written as UTF-8: controls, invisible and direction-changing characters, and halves of surrogate
 * pairs. With the u flag a whole pair is no match. For String.replace only, since the g flag gives the pattern a memory.
 */
export const UNPRINTABLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/gu

/** `text` on one line: every unprintable character as \uXXXX, as JSON spells it. For text inside an error's message. */
export function onOneLine(text: string): string {
  return text.replace(UNPRINTABLE, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
