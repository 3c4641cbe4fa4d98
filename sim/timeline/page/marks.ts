import type { Shape, Tone } from '../page-data.ts'
import type { Palette } from './palette.ts'

const RADIUS_PX = 5.5

/** Draws a mark around a point. Shapes differ, so that colours are not needed. */
export function drawMark(
  context: CanvasRenderingContext2D,
  {
    shape,
    tone,
    x,
    y,
  }: { readonly shape: Shape; readonly tone: Tone; readonly x: number; readonly y: number },
  palette: Palette,
): void {
  const { ink, fill } = palette.tones[tone]
  const r = RADIUS_PX
  context.strokeStyle = ink
  context.fillStyle = fill
  context.lineWidth = 1.6
  context.beginPath()
  switch (shape) {
    case 'circle':
    case 'slashed':
    case 'pause':
    case 'hollow':
      context.arc(x, y, r, 0, 2 * Math.PI)
      break
    case 'triangle':
      context.moveTo(x, y - r)
      context.lineTo(x + r, y + r * 0.8)
      context.lineTo(x - r, y + r * 0.8)
      context.closePath()
      break
    case 'diamond':
      context.moveTo(x, y - r - 0.5)
      context.lineTo(x + r, y)
      context.lineTo(x, y + r + 0.5)
      context.lineTo(x - r, y)
      context.closePath()
      break
    case 'flag':
      context.moveTo(x, y + r + 1)
      context.lineTo(x, y - r)
      context.lineTo(x + r * 1.7, y - r * 0.4)
      context.lineTo(x, y + r * 0.3)
      break
    default:
      context.rect(x - r + 0.5, y - r + 0.5, 2 * r - 1, 2 * r - 1)
  }
  if (shape === 'hollow') context.fillStyle = palette.ground
  if (shape === 'cross' || shape === 'violation') context.fillStyle = ink
  context.fill()
  context.stroke()
  drawSign(context, shape, x, y, palette)
}

/** What stands inside of a mark. */
function drawSign(
  context: CanvasRenderingContext2D,
  shape: Shape,
  x: number,
  y: number,
  palette: Palette,
): void {
  const s = RADIUS_PX * 0.5
  context.beginPath()
  if (shape === 'slashed') {
    context.moveTo(x - s * 1.3, y + s * 1.3)
    context.lineTo(x + s * 1.3, y - s * 1.3)
  } else if (shape === 'pause') {
    context.moveTo(x - s * 0.7, y - s)
    context.lineTo(x - s * 0.7, y + s)
    context.moveTo(x + s * 0.7, y - s)
    context.lineTo(x + s * 0.7, y + s)
  } else if (shape === 'cross') {
    context.strokeStyle = palette.ground
    context.moveTo(x - s, y - s)
    context.lineTo(x + s, y + s)
    context.moveTo(x - s, y + s)
    context.lineTo(x + s, y - s)
  } else if (shape === 'violation') {
    context.strokeStyle = palette.ground
    context.moveTo(x, y - s * 1.4)
    context.lineTo(x, y + s * 0.3)
    context.moveTo(x, y + s)
    context.lineTo(x, y + s * 1.5)
  } else return
  context.stroke()
}
