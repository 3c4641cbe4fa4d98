import { clockText } from '../clock-text.ts'
import type { PageData } from '../page-data.ts'
import { element, make } from './elements.ts'

const ROWS_A_PAGE = 200

/** The same entries as text: a table, in pages, so that ten thousand entries are no ten thousand elements. */
export class Table {
  readonly #data: PageData
  #rows: readonly { readonly play: number; readonly entry: number }[] = []
  #page = 0

  constructor(data: PageData) {
    this.#data = data
    element('table-previous', HTMLButtonElement).addEventListener('click', () => this.#turn(-1))
    element('table-next', HTMLButtonElement).addEventListener('click', () => this.#turn(1))
  }

  /** Shows those that match, from the first page on; of several plays, all in the order of time. */
  show(matches: readonly (readonly boolean[])[]): void {
    const rows = matches.flatMap((found, play) =>
      found.flatMap((isFound, entry) => (isFound ? [{ play, entry, atUs: this.#atUs(play, entry) }] : [])),
    )
    this.#rows = rows.sort((one, other) => one.atUs - other.atUs)
    this.#page = 0
    this.#draw()
  }

  #atUs(play: number, entry: number): number {
    return this.#data.plays[play]?.entries[entry]?.atUs ?? 0
  }

  #turn(by: number): void {
    this.#page += by
    this.#draw()
    element('table', HTMLTableElement).scrollIntoView()
  }

  #draw(): void {
    const from = this.#page * ROWS_A_PAGE
    const rows = this.#rows.slice(from, from + ROWS_A_PAGE)
    const table = element('table', HTMLTableElement)
    table.setAttribute('aria-rowcount', String(this.#rows.length + 1))
    const body = make('tbody')
    for (const [index, { play, entry }] of rows.entries()) {
      const found = this.#data.plays[play]
      const told = found?.entries[entry]
      if (found === undefined || told === undefined) continue
      const row = make('tr', '', told.kind === 'violation' ? 'violation' : '')
      row.setAttribute('aria-rowindex', String(from + index + 2))
      const time = make('th', clockText(told.atUs))
      time.scope = 'row'
      if (this.#data.plays.length > 1) row.append(make('td', found.name))
      row.prepend(time)
      row.append(make('td', told.kind), make('td', told.instance ?? told.node ?? ''), make('td', told.text))
      body.append(row)
    }
    table.tBodies[0]?.replaceWith(body)
    const last = from + rows.length
    element('table-count', HTMLElement).textContent =
      `${rows.length === 0 ? 0 : from + 1} to ${last} of ${this.#rows.length} entries`
    element('table-previous', HTMLButtonElement).disabled = this.#page === 0
    element('table-next', HTMLButtonElement).disabled = last >= this.#rows.length
  }
}
