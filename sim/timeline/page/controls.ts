import type { PageData } from '../page-data.ts'
import { element, make } from './elements.ts'
import type { Filter } from './filter.ts'

/** More names than that are found by their text. */
const OPTIONS_MAX = 500

/** Fills the fields of the filter with what there is, and calls `changed` with what is looked for, whenever that changes. */
export function listenToFilter({ plays }: PageData, changed: (filter: Filter) => void): void {
  const entries = plays.flatMap(play => play.entries)
  const lanes = plays.flatMap(play => play.lanes)
  const instances = lanes.filter(({ section }) => section === 'instances').map(({ name }) => name)
  const nodes = lanes.filter(({ section }) => section === 'nodes').map(({ name }) => name)
  offer('instance', instances)
  offer('node', [...nodes, ...entries.flatMap(({ node }) => node ?? [])])
  const kinds = element('kinds', HTMLElement)
  for (const kind of new Set(entries.map(entry => entry.kind))) {
    const label = make('label')
    const box = make('input')
    box.type = 'checkbox'
    // The default, too: that is what a reset goes back to.
    box.defaultChecked = true
    box.value = kind
    label.append(box, ` ${kind}`)
    kinds.append(label)
  }
  const form = element('filter', HTMLFormElement)
  const tell = () => changed(read(kinds))
  form.addEventListener('input', tell)
  form.addEventListener('submit', event => event.preventDefault())
  form.addEventListener('reset', () => requestAnimationFrame(tell))
}

function offer(id: string, names: readonly string[]): void {
  const field = element(id, HTMLSelectElement)
  for (const name of [...new Set(names)].slice(0, OPTIONS_MAX)) {
    const option = make('option', name)
    option.value = name
    field.append(option)
  }
}

function read(kinds: HTMLElement): Filter {
  const boxes = [...kinds.querySelectorAll('input')]
  return {
    text: element('text', HTMLInputElement).value,
    instance: element('instance', HTMLSelectElement).value,
    node: element('node', HTMLSelectElement).value,
    hidden: new Set(boxes.filter(({ checked }) => !checked).map(({ value }) => value)),
  }
}

export const NO_FILTER: Filter = { text: '', instance: '', node: '', hidden: new Set() }
