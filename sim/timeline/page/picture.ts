import { clockText } from '../clock-text.ts'
import type { ItemData } from '../page-data.ts'
import { ticks } from './axis.ts'
import { drawBar, Hatching } from './bars.ts'
import { drawMark } from './marks.ts'
import type { Palette } from './palette.ts'
import { HEADING_PX, ROW_PX, type Shown, type ShownLane } from './shown-lanes.ts'
import type { TimeWindow } from './time-window.ts'

export const NAMES_PX = 190
export const AXIS_PX = 26

const FONT = '11.5px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace'
const MARK_PX = 9

/** An item as it stands in a lane. */
export interface Place {
  readonly lane: ShownLane
  readonly item: ItemData
}

/** Something that concerns all lanes: a line from top to bottom. */
export interface Line {
  readonly atUs: number
  readonly kind: 'violation' | 'calm' | 'difference'
}

export interface Scene {
  readonly shown: Shown
  readonly time: TimeWindow
  readonly scrollPx: number
  readonly widthPx: number
  readonly heightPx: number
  readonly lines: readonly Line[]
  readonly selected: Place | undefined
  readonly isFocused: boolean
}

/** Draws what is in sight, and knows afterwards what stands where. */
export class Picture {
  readonly #context: CanvasRenderingContext2D
  readonly #palette: Palette
  readonly #hatching = new Hatching()
  readonly #charPx: number
  #drawn: { readonly place: Place; readonly left: number; readonly right: number; readonly top: number }[] =
    []

  constructor(context: CanvasRenderingContext2D, palette: Palette) {
    this.#context = context
    this.#palette = palette
    context.font = FONT
    this.#charPx = context.measureText('0000000000').width / 10
  }

  /** The item at a point of the canvas: what was drawn last lies on top. */
  at(x: number, y: number): Place | undefined {
    return this.#drawn.findLast(
      ({ left, right, top }) => x >= left && x <= right && y >= top && y < top + ROW_PX,
    )?.place
  }

  /** Gives how many items are in sight. */
  draw(scene: Scene): number {
    const { widthPx, heightPx, shown, scrollPx } = scene
    const context = this.#context
    context.fillStyle = this.#palette.ground
    context.fillRect(0, 0, widthPx, heightPx)
    context.font = FONT
    context.textBaseline = 'middle'
    this.#drawn = []
    let count = 0
    this.#drawGrid(scene)
    for (const [index, lane] of shown.lanes.entries()) {
      const top = AXIS_PX + lane.topPx - scrollPx
      if (top > heightPx || top + lane.heightPx < AXIS_PX - HEADING_PX) continue
      count += this.#drawLane(scene, lane, top, index)
    }
    this.#drawLines(scene)
    this.#drawSelection(scene)
    this.#drawAxis(scene)
    return count
  }

  #x({ time, widthPx }: Scene, timeUs: number): number {
    return NAMES_PX + ((timeUs - time.fromUs) / time.lengthUs) * (widthPx - NAMES_PX)
  }

  #drawGrid(scene: Scene): void {
    const context = this.#context
    context.strokeStyle = this.#palette.line
    context.lineWidth = 1
    context.beginPath()
    for (const { atUs } of ticks(scene.time.fromUs, scene.time.toUs, scene.widthPx - NAMES_PX)) {
      const x = Math.round(this.#x(scene, atUs)) + 0.5
      context.moveTo(x, AXIS_PX)
      context.lineTo(x, scene.heightPx)
    }
    context.stroke()
  }

  #drawLane(scene: Scene, lane: ShownLane, top: number, index: number): number {
    const context = this.#context
    const { widthPx } = scene
    if (index % 2 === 0) {
      context.globalAlpha = 0.55
      context.fillStyle = this.#palette.band
      context.fillRect(0, top, widthPx, lane.heightPx)
      context.globalAlpha = 1
    }
    const count = this.#drawItems(scene, lane, top + 3)
    context.fillStyle = this.#palette.ground
    context.fillRect(0, top, NAMES_PX - 1, lane.heightPx)
    context.fillStyle = this.#palette.text
    context.fillText(this.#short(lane.title, NAMES_PX - 22), 14, top + 3 + ROW_PX / 2)
    if (lane.heading !== undefined) this.#drawHeading(lane.heading, top - HEADING_PX, widthPx)
    return count
  }

  #drawHeading(heading: string, top: number, widthPx: number): void {
    const context = this.#context
    context.fillStyle = this.#palette.band
    context.fillRect(0, top, widthPx, HEADING_PX - 3)
    context.fillStyle = this.#palette.faint
    context.font = `600 ${FONT}`
    context.fillText(heading.toUpperCase(), 6, top + (HEADING_PX - 3) / 2)
    context.font = FONT
  }

  #drawItems(scene: Scene, { play, items, ...lane }: ShownLane, top: number): number {
    const { time, widthPx } = scene
    const seen = items.filter(({ fromUs, toUs }) => toUs >= time.fromUs && fromUs <= time.toUs)
    // Where the next item of the same row begins: a label ends there.
    const nextX = new Map<number, number>()
    const lastPx = new Map<string, number>()
    const limits = new Array<number>(seen.length)
    for (let index = seen.length - 1; index >= 0; index -= 1) {
      const item = seen[index]
      if (item === undefined) continue
      limits[index] = nextX.get(item.row) ?? widthPx
      nextX.set(item.row, this.#x(scene, item.fromUs))
    }
    for (const [index, item] of seen.entries()) {
      const x = this.#x(scene, item.fromUs)
      const endX = this.#x(scene, item.toUs)
      const place = { lane: { play, items, ...lane }, item }
      const y = top + item.row * ROW_PX
      const isMark = item.fromUs === item.toUs && !isLasting(item)
      const left = isMark ? x - MARK_PX : Math.max(NAMES_PX, x)
      const right = isMark ? x + MARK_PX : Math.max(left + 3, Math.min(widthPx, endX))
      this.#drawn.push({ place, left, right, top: y })
      // Ten thousand events on a thousand pixels: what covers the same pixel as the one before is not drawn again.
      const key = `${item.row} ${item.shape} ${item.tone}`
      const pixel = Math.round(right)
      if (right - left < 4 && lastPx.get(key) === pixel) continue
      lastPx.set(key, pixel)
      if (isMark) this.#drawMarkWithLabel(item, x, y, limits[index] ?? widthPx)
      else this.#drawBarWithLabel(scene, item, { left, right, y, limitX: limits[index] ?? widthPx })
    }
    return seen.length
  }

  #drawMarkWithLabel(item: ItemData, x: number, y: number, limitX: number): void {
    drawMark(this.#context, { ...item, x, y: y + ROW_PX / 2 }, this.#palette)
    const text = this.#short(item.label, limitX - x - 2 * MARK_PX - 4)
    this.#context.fillStyle = this.#palette.text
    if (text.length > 2) this.#context.fillText(text, x + MARK_PX + 3, y + ROW_PX / 2 + 0.5)
  }

  #drawBarWithLabel(
    scene: Scene,
    item: ItemData,
    { left, right, y, limitX }: { left: number; right: number; y: number; limitX: number },
  ): void {
    const context = this.#context
    const { startUs, shape, tone } = item
    const bar = { ...item, x: left, y: y + 1, width: right - left, height: ROW_PX - 2 }
    const startX = startUs === undefined ? undefined : this.#x(scene, startUs)
    drawBar(context, { ...bar, startX }, this.#palette, this.#hatching)
    const middle = y + ROW_PX / 2 + 0.5
    const inside = this.#short(item.label, right - left - 8)
    const beside = this.#short(item.label, limitX - right - 10)
    context.fillStyle = this.#palette.text
    if (inside.length < item.label.length && beside.length > Math.max(2, inside.length)) {
      context.fillText(beside, right + 4, middle)
    } else if (inside.length > 2) {
      if (shape === 'hatched') {
        // Hatching would make the text hard to read.
        context.fillStyle = this.#palette.tones[tone].fill
        context.fillRect(left + 3, y + 2, inside.length * this.#charPx + 3, ROW_PX - 4)
        context.fillStyle = this.#palette.text
      }
      context.fillText(inside, left + 4, middle)
    }
  }

  /** A text that is no wider than that. */
  #short(text: string, widthPx: number): string {
    const chars = Math.floor(widthPx / this.#charPx)
    if (text.length <= chars) return text
    return chars < 3 ? '' : `${text.slice(0, chars - 1)}…`
  }

  #drawLines(scene: Scene): void {
    const context = this.#context
    for (const { atUs, kind } of scene.lines) {
      if (atUs < scene.time.fromUs || atUs > scene.time.toUs) continue
      const x = Math.round(this.#x(scene, atUs)) + 0.5
      context.strokeStyle =
        kind === 'violation'
          ? this.#palette.tones.violation.ink
          : kind === 'calm'
            ? this.#palette.faint
            : this.#palette.accent
      context.lineWidth = kind === 'calm' ? 1 : 2
      context.setLineDash(kind === 'calm' ? [4, 4] : kind === 'difference' ? [10, 4] : [])
      context.beginPath()
      context.moveTo(x, AXIS_PX)
      context.lineTo(x, scene.heightPx)
      context.stroke()
    }
    context.setLineDash([])
  }

  #drawSelection({ selected, isFocused }: Scene): void {
    const found = this.#drawn.find(
      ({ place }) => place.item === selected?.item && place.lane.lane === selected.lane.lane,
    )
    if (found === undefined) return
    const context = this.#context
    context.strokeStyle = this.#palette.accent
    context.lineWidth = isFocused ? 3 : 2
    context.strokeRect(found.left - 2, found.top - 0.5, found.right - found.left + 4, ROW_PX + 1)
  }

  #drawAxis(scene: Scene): void {
    const { time, widthPx } = scene
    const context = this.#context
    context.fillStyle = this.#palette.ground
    context.fillRect(0, 0, widthPx, AXIS_PX)
    context.fillStyle = this.#palette.text
    for (const { atUs, text } of ticks(time.fromUs, time.toUs, widthPx - NAMES_PX)) {
      const x = this.#x(scene, atUs)
      if (x + text.length * this.#charPx < widthPx) context.fillText(text, x + 3, AXIS_PX / 2)
    }
    context.strokeStyle = this.#palette.faint
    context.lineWidth = 1
    context.strokeRect(-1, AXIS_PX - 0.5, widthPx + 2, 0)
    context.strokeRect(NAMES_PX - 0.5, 0, 0, scene.heightPx)
    context.fillStyle = this.#palette.faint
    context.fillText(`from ${clockText(time.fromUs)}`, 6, AXIS_PX / 2)
  }
}

function isLasting({ shape }: ItemData): boolean {
  return shape === 'job' || shape === 'bar' || shape === 'hatched'
}
