import type { Shape, Tone } from '../page-data.ts'
import type { Palette } from './palette.ts'

export interface Bar {
  readonly shape: Shape
  readonly tone: Tone
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Of a job: where it begins to run. */
  readonly startX: number | undefined
}

/** Makes the pattern of bars that are hatched; each tone has its own, made once for a palette. */
export class Hatching {
  readonly #patterns = new Map<Tone, CanvasPattern | string>()

  of(context: CanvasRenderingContext2D, tone: Tone, palette: Palette): CanvasPattern | string {
    const known = this.#patterns.get(tone)
    if (known !== undefined) return known
    const tile = document.createElement('canvas')
    tile.width = 8
    tile.height = 8
    const pen = tile.getContext('2d')
    if (pen === null) return palette.tones[tone].fill
    pen.fillStyle = palette.tones[tone].fill
    pen.fillRect(0, 0, 8, 8)
    pen.strokeStyle = palette.tones[tone].ink
    pen.globalAlpha = 0.45
    pen.lineWidth = 1.4
    for (const offset of [-8, 0, 8]) {
      pen.beginPath()
      pen.moveTo(offset, 8)
      pen.lineTo(offset + 8, 0)
      pen.stroke()
    }
    const pattern = context.createPattern(tile, 'repeat') ?? palette.tones[tone].fill
    this.#patterns.set(tone, pattern)
    return pattern
  }
}

/** Draws what lasts: filled, hatched, or a job that is an empty outline until it runs. */
export function drawBar(
  context: CanvasRenderingContext2D,
  bar: Bar,
  palette: Palette,
  hatching: Hatching,
): void {
  const { shape, tone, x, y, width, height, startX } = bar
  const { ink, fill } = palette.tones[tone]
  context.lineWidth = 1
  context.strokeStyle = ink
  if (width < 3) {
    context.fillStyle = ink
    context.fillRect(x, y, Math.max(1.5, width), height)
    return
  }
  const [left, right] = [Math.round(x) + 0.5, Math.round(x + width) - 0.5]
  const [top, bottom] = [Math.round(y) + 0.5, Math.round(y + height) - 0.5]
  if (shape === 'job') {
    const from = Math.min(right, Math.max(left, startX ?? right))
    context.fillStyle = palette.ground
    context.fillRect(left, top, right - left, bottom - top)
    context.fillStyle = fill
    context.fillRect(from, top, right - from, bottom - top)
    context.setLineDash([3, 2])
    context.strokeRect(left, top, from - left, bottom - top)
    context.setLineDash([])
    if (right > from) context.strokeRect(from, top, right - from, bottom - top)
    return
  }
  context.fillStyle = shape === 'hatched' ? hatching.of(context, tone, palette) : fill
  context.fillRect(left, top, right - left, bottom - top)
  context.strokeRect(left, top, right - left, bottom - top)
}
