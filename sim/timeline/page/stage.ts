import { clockText } from '../clock-text.ts'
import type { PageData } from '../page-data.ts'
import { NO_FILTER } from './controls.ts'
import { showDetails } from './details.ts'
import { element } from './elements.ts'
import type { Filter } from './filter.ts'
import { neighbour } from './neighbours.ts'
import { readPalette } from './palette.ts'
import { AXIS_PX, type Line, NAMES_PX, Picture, type Place } from './picture.ts'
import { type Shown, shownLanes } from './shown-lanes.ts'
import { TimeWindow } from './time-window.ts'

/** What is on the screen, and all that can be done with it. Drawn once a frame, however much has changed. */
export class Stage {
  readonly #data: PageData
  readonly #canvas = element('canvas', HTMLCanvasElement)
  readonly #scroller = element('scroller', HTMLElement)
  readonly #lines: readonly Line[]
  readonly time: TimeWindow
  #picture: Picture | undefined
  #shown: Shown
  #selected: Place | undefined
  #isDue = false

  constructor(data: PageData) {
    this.#data = data
    this.time = new TimeWindow(Math.max(0, ...data.plays.map(({ endUs }) => endUs)))
    this.#shown = shownLanes(data, NO_FILTER)
    this.#lines = linesOf(data)
    showDetails(undefined)
  }

  get matches(): Shown['matches'] {
    return this.#shown.matches
  }

  filter(filter: Filter): void {
    this.#shown = shownLanes(this.#data, filter)
    this.redraw()
  }

  /** The colours, or the size, have changed. */
  renew(): void {
    this.#picture = undefined
    this.redraw()
  }

  redraw(): void {
    if (this.#isDue) return
    this.#isDue = true
    requestAnimationFrame(() => this.draw())
  }

  select(place: Place | undefined): void {
    this.#selected = place
    showDetails(place)
    this.redraw()
  }

  /** Selects the next item in a direction, and moves as far as is needed to see it. */
  move(direction: 'before' | 'after' | 'above' | 'below'): void {
    this.#reveal(neighbour(this.#shown, this.#selected, direction))
  }

  /** Selects the first violation after the selected item, or the first of all. */
  nextViolation(): void {
    const places = this.#shown.lanes.flatMap(lane =>
      lane.items.filter(({ shape }) => shape === 'violation').map(item => ({ lane, item })),
    )
    const fromUs = this.#selected?.item.fromUs ?? -1
    this.#reveal(places.find(({ item }) => item.fromUs > fromUs) ?? places[0])
  }

  at(x: number, y: number): Place | undefined {
    return y < AXIS_PX || x < NAMES_PX ? undefined : this.#picture?.at(x, y)
  }

  timeAt(x: number): number {
    const share = (x - NAMES_PX) / Math.max(1, this.#canvas.clientWidth - NAMES_PX)
    return this.time.fromUs + Math.min(1, Math.max(0, share)) * this.time.lengthUs
  }

  #reveal(place: Place | undefined): void {
    if (place === undefined) return
    this.time.reveal(place.item.fromUs)
    const { topPx, heightPx } = place.lane
    const view = this.#scroller
    if (topPx < view.scrollTop) view.scrollTop = Math.max(0, topPx - 30)
    const bottom = topPx + heightPx + AXIS_PX - view.clientHeight
    if (bottom > view.scrollTop) view.scrollTop = bottom
    this.select(place)
  }

  draw(): void {
    this.#isDue = false
    const began = performance.now()
    const [widthPx, heightPx] = [this.#scroller.clientWidth, this.#scroller.clientHeight]
    element('spacer', HTMLElement).style.height =
      `${Math.max(0, this.#shown.heightPx + AXIS_PX - heightPx)}px`
    const canvas = this.#canvas
    const ratio = devicePixelRatio
    const context = canvas.getContext('2d')
    if (context === null) return
    if (canvas.width !== Math.round(widthPx * ratio) || canvas.height !== Math.round(heightPx * ratio)) {
      canvas.width = Math.round(widthPx * ratio)
      canvas.height = Math.round(heightPx * ratio)
      canvas.style.width = `${widthPx}px`
      canvas.style.height = `${heightPx}px`
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    this.#picture ??= new Picture(context, readPalette())
    const { time } = this
    const items = this.#picture.draw({
      ...{ shown: this.#shown, time, widthPx, heightPx, lines: this.#lines },
      ...{ selected: this.#selected, scrollPx: this.#scroller.scrollTop },
      isFocused: document.activeElement === canvas,
    })
    const range = `${clockText(time.fromUs)} to ${clockText(time.toUs)}`
    canvas.setAttribute(
      'aria-label',
      `Timeline, ${range}, ${items} items in sight. The table has the same as text.`,
    )
    element('range', HTMLElement).textContent = range
    // For whoever measures: a page cannot be asked how long its frames took.
    Object.assign(canvas.dataset, {
      fromUs: String(time.fromUs),
      toUs: String(time.toUs),
      items: String(items),
      lanes: String(this.#shown.lanes.length),
      drawMs: (performance.now() - began).toFixed(2),
    })
  }
}

function linesOf({ plays, differsAtUs }: PageData): readonly Line[] {
  const ofEntries = plays.flatMap(({ entries }) =>
    entries.flatMap(({ kind, atUs }): readonly Line[] =>
      kind === 'violation' || kind === 'calm' ? [{ kind, atUs }] : [],
    ),
  )
  return differsAtUs === undefined ? ofEntries : [...ofEntries, { kind: 'difference', atUs: differsAtUs }]
}
