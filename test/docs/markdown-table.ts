/**
 * A Markdown table whose columns are aligned in the source, too, since the manual is read in a terminal as well. The first
 * row is the heading; cells are text, backticks and all.
 */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length)
  }
  const [heading = [], ...body] = rows
  const rule = widths.map(width => '-'.repeat(width))
  return [heading, rule, ...body]
    .map(row => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`)
    .join('')
}
