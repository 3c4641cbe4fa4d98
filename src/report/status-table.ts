import { printable } from './printable.ts'
import type { Cell, Missing, StatusField, StatusRow } from './status-fields.ts'

/** How a table is laid out, as in Ganeti's own lists. */
export interface TableLayout {
  readonly fields: readonly StatusField[]
  /** Stands between columns, which are then not aligned; undefined: a blank, and columns as wide as their widest cell. */
  readonly separator: string | undefined
  readonly hasHeaders: boolean
  /** Whether missing values are told in words. */
  readonly isVerbose: boolean
}

/** Ganeti's symbols for missing values, and its words with -v (lib/cli.py, src/Ganeti/Query/Language.hs). */
const SYMBOLS: Readonly<Record<Missing, string>> = { unavail: '-', nodata: '?', offline: '*' }
const WORDS: Readonly<Record<Missing, string>> = {
  unavail: '(unavail)',
  nodata: '(nodata)',
  offline: '(offline)',
}

/** The table, a line a row, each with its line end. The last column is not padded, so that no line ends in blanks. */
export function statusTable(rows: readonly StatusRow[], layout: TableLayout): string {
  const { fields, separator, hasHeaders, isVerbose } = layout
  const body = rows.map(row => fields.map(field => cellText(field.cell(row), isVerbose)))
  const lines = hasHeaders ? [fields.map(field => field.title), ...body] : body
  if (separator !== undefined) return lines.map(cells => `${cells.join(separator)}\n`).join('')
  const widths = fields.map((_, column) =>
    lines.reduce((width, cells) => Math.max(width, cells[column]?.length ?? 0), 0),
  )
  const padded = (cells: readonly string[]) =>
    cells.map((cell, column) => (column === cells.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
  return lines.map(cells => `${padded(cells).join(' ')}\n`).join('')
}

function cellText(cell: Cell, isVerbose: boolean): string {
  if ('text' in cell) return printable(cell.text)
  return (isVerbose ? WORDS : SYMBOLS)[cell.missing]
}
