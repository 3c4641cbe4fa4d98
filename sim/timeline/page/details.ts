import { clockText } from '../clock-text.ts'
import { element, make } from './elements.ts'
import type { Place } from './picture.ts'

/** A run may tell thousands of lines; the table has them all. */
const LINES_MAX = 60

/** Shows what is told of an item, in the panel that screen readers read when it changes. */
export function showDetails(place: Place | undefined): void {
  const panel = element('details', HTMLElement)
  if (place === undefined) {
    panel.replaceChildren(make('p', 'Select something in the timeline to read all about it.', 'hint'))
    return
  }
  const { lane, item } = place
  const lasted =
    item.fromUs === item.toUs
      ? `at ${clockText(item.fromUs)}`
      : `${clockText(item.fromUs)} to ${clockText(item.toUs)} (${seconds(item.toUs - item.fromUs)})`
  const waited =
    item.startUs === undefined || item.startUs === item.fromUs
      ? []
      : [
          make(
            'p',
            `began to run at ${clockText(item.startUs)}, after ${seconds(item.startUs - item.fromUs)}`,
          ),
        ]
  const list = make('ol')
  for (const index of item.entries.slice(0, LINES_MAX)) {
    const entry = lane.play.entries[index]
    if (entry === undefined) continue
    const line = make('li', '', entry.kind === 'violation' ? 'violation' : '')
    line.append(make('time', clockText(entry.atUs)), ` ${entry.text}`)
    list.append(line)
  }
  const more = item.entries.length - LINES_MAX
  panel.replaceChildren(
    make('h2', item.label),
    make('p', `${lane.title}, ${lasted}`),
    ...waited,
    list,
    ...(more > 0 ? [make('p', `and ${more} more, in the table`)] : []),
  )
}

function seconds(us: number): string {
  return `${(us / 1_000_000).toFixed(us < 10_000_000 ? 3 : 1)} s`
}
