/** The width of a terminal that nobody has made wider. */
const WIDTH_CHARS = 80

/**
 * Breaks a line at blanks so that it fits, indented by `indent` characters and its further lines by two more. A word that
 * fits in no line is broken where the line ends.
 */
export function wrapLine(text: string, indent: number, width: number = WIDTH_CHARS): readonly string[] {
  const lines: string[] = []
  let rest = text
  let margin = ' '.repeat(indent)
  while (margin.length + rest.length > width) {
    const room = width - margin.length
    const blank = rest.lastIndexOf(' ', room)
    const end = blank > 0 ? blank : room
    lines.push(margin + rest.slice(0, end))
    rest = rest.slice(end).trimStart()
    margin = ' '.repeat(indent + 2)
  }
  return [...lines, (margin + rest).trimEnd()]
}
