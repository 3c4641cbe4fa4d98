import { printable, printableLines } from '../../src/report/printable.ts'

/** Text from outside as HTML, in an element or in an attribute with quotes: no tag, no end of the quotes, no control character. */
export function html(text: string): string {
  return printable(text).replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}

/** Like html(), for a text of several lines. */
export function htmlLines(text: string): string {
  return printableLines(text).split('\n').map(html).join('\n')
}
