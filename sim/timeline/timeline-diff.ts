import { printable } from '../../src/report/printable.ts'
import { causesFirst } from '../trace/readers-order.ts'
import type { TraceEntry } from '../trace/trace-entry.ts'
import { clockText } from './clock-text.ts'
import { html } from './embed.ts'
import { entryText } from './entry-text.ts'
import { type Difference, differencesByKind, differsAtUs, firstDifference } from './first-difference.ts'
import { page } from './page.ts'
import { playData } from './play-data.ts'

/** A play and what it is called, such as the file that it comes from. */
export interface NamedPlay {
  readonly name: string
  readonly entries: readonly TraceEntry[]
}

/** So many entries are shown around the first that differs. */
const BEFORE = 5
const AFTER = 12

/**
 * Two plays in one page: the first entry that differs side by side, with what is before and after it, and the lanes of both below
 * one another, on the same axis of time.
 */
export function timelineDiffHtml(title: string, one: NamedPlay, other: NamedPlay): string {
  const [first, second] = [ordered(one), ordered(other)]
  const difference = firstDifference(first.entries, second.entries)
  const plays = [first, second].map(({ name, entries }) => playData(name, entries))
  if (difference === undefined) return page(title, { plays }, '<p>The two plays are the same.</p>\n')
  return page(title, { plays, differsAtUs: differsAtUs(difference) }, above(first, second, difference))
}

function above(one: NamedPlay, other: NamedPlay, difference: Difference): string {
  const sides = [one, other].map(
    play => `<div><h3>${html(printable(play.name))}</h3>${excerptTable(play, difference.index)}</div>`,
  )
  const kinds = differencesByKind(one.entries, other.entries).map(
    found =>
      `<tr><th scope="row">${found.kind}</th><td>${html(lineOf(found.one))}</td><td>${html(lineOf(found.other))}</td></tr>`,
  )
  const names = [one, other].map(({ name }) => `<th scope="col">${html(printable(name))}</th>`).join('')
  return `<section aria-label="The first event that differs"><h2>The first event that differs: number ${difference.index + 1}, at ${clockText(differsAtUs(difference))}</h2>
<div class="pair">${sides.join('\n')}</div>
<details><summary>The first difference of each kind</summary><table aria-label="The first difference of each kind"><thead><tr><th scope="col">Kind</th>${names}</tr></thead><tbody>${kinds.join('\n')}</tbody></table></details>
</section>
`
}

function excerptTable({ name, entries }: NamedPlay, differs: number): string {
  const rows = excerpt(entries, differs).map(([index, entry]) => {
    const start = index === differs ? '<tr class="differs" aria-current="true">' : '<tr>'
    return `${start}<th scope="row">${clockText(entry.atUs)}</th><td>${index === differs ? '▶ ' : ''}${html(entryText(entry))}</td></tr>`
  })
  if (differs >= entries.length)
    rows.push('<tr class="differs"><th scope="row"></th><td>▶ nothing more</td></tr>')
  const label = html(printable(`Around the first difference: ${name}`))
  return `<table aria-label="${label}"><tbody>${rows.join('\n')}</tbody></table>`
}

/** The same as text, for a terminal. */
export function timelineDiffText(one: NamedPlay, other: NamedPlay): string {
  const [first, second] = [ordered(one), ordered(other)]
  const difference = firstDifference(first.entries, second.entries)
  if (difference === undefined) return 'The two plays are the same.\n'
  const { index } = difference
  const before = first.entries.slice(Math.max(0, index - BEFORE), index)
  const side = ({ name, entries }: NamedPlay) => [
    `${printable(name)}:`,
    ...entries.slice(index, index + AFTER).map((entry, at) => `  ${at === 0 ? '>' : ' '} ${lineOf(entry)}`),
    ...(index >= entries.length ? [`  > ${lineOf(undefined)}`] : []),
  ]
  const kinds = differencesByKind(first.entries, second.entries).flatMap(found => [
    `  ${found.kind}`,
    `    ${printable(first.name)}: ${lineOf(found.one)}`,
    `    ${printable(second.name)}: ${lineOf(found.other)}`,
  ])
  const lines = [
    `The first event that differs: number ${index + 1}, at ${clockText(differsAtUs(difference))}`,
    ...(before.length === 0 ? [] : ['in both, before:', ...before.map(entry => `    ${lineOf(entry)}`)]),
    ...side(first),
    ...side(second),
    'The first difference of each kind:',
    ...kinds,
  ]
  return `${lines.join('\n')}\n`
}

function lineOf(entry: TraceEntry | undefined): string {
  return entry === undefined ? 'nothing more' : `${clockText(entry.atUs)} ${entryText(entry)}`
}

function excerpt(entries: readonly TraceEntry[], around: number): readonly (readonly [number, TraceEntry])[] {
  const from = Math.max(0, around - BEFORE)
  return entries.slice(from, around + AFTER).map((entry, at) => [from + at, entry] as const)
}

function ordered({ name, entries }: NamedPlay): NamedPlay {
  return { name, entries: causesFirst(entries) }
}
