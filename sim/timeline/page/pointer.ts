import { element, make } from './elements.ts'
import { NAMES_PX } from './picture.ts'
import type { Stage } from './stage.ts'

const ZOOM_STEP = 1.25
const DRAG_PX_MIN = 4

/** Wheel: zoom over the plot, scroll over the names or with Shift. Drag: move. Shift and drag: zoom into that span. Click: select. */
export function listenToPointer(stage: Stage): void {
  const canvas = element('canvas', HTMLCanvasElement)
  const scroller = element('scroller', HTMLElement)
  canvas.addEventListener(
    'wheel',
    event => {
      if (event.offsetX < NAMES_PX || event.shiftKey) return
      event.preventDefault()
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        stage.time.pan((event.deltaX / canvas.clientWidth) * stage.time.lengthUs)
      } else stage.time.zoom(event.deltaY > 0 ? ZOOM_STEP : 1 / ZOOM_STEP, stage.timeAt(event.offsetX))
      stage.redraw()
    },
    { passive: false },
  )
  let drag:
    | { x: number; y: number; readonly fromX: number; readonly isSpan: boolean; moved: boolean }
    | undefined
  canvas.addEventListener('pointerdown', ({ offsetX: x, offsetY: y, pointerId, shiftKey, button }) => {
    if (button !== 0) return
    canvas.setPointerCapture(pointerId)
    drag = { x, y, fromX: x, isSpan: shiftKey, moved: false }
  })
  canvas.addEventListener('pointermove', ({ offsetX: x, offsetY: y }) => {
    if (drag === undefined) return showTip(stage, x, y)
    if (Math.abs(x - drag.fromX) > DRAG_PX_MIN || Math.abs(y - drag.y) > DRAG_PX_MIN) drag.moved = true
    if (!drag.moved || drag.isSpan) return
    hideTip()
    stage.time.pan(stage.timeAt(drag.x) - stage.timeAt(x))
    scroller.scrollTop -= y - drag.y
    drag.x = x
    drag.y = y
    stage.redraw()
  })
  canvas.addEventListener('pointerup', ({ offsetX: x, offsetY: y }) => {
    const ended = drag
    drag = undefined
    if (ended === undefined) return
    if (!ended.moved) return stage.select(stage.at(x, y))
    if (!ended.isSpan) return
    const [fromUs, toUs] = [stage.timeAt(Math.min(x, ended.fromX)), stage.timeAt(Math.max(x, ended.fromX))]
    stage.time.show(fromUs, toUs)
    stage.redraw()
  })
  canvas.addEventListener('pointerleave', hideTip)
  scroller.addEventListener('scroll', () => stage.redraw())
}

function hideTip(): void {
  element('tip', HTMLElement).hidden = true
}

/** A tip has room for some lines; the panel has all. */
const TIP_LINES_MAX = 6

function showTip(stage: Stage, x: number, y: number): void {
  const tip = element('tip', HTMLElement)
  const place = stage.at(x, y)
  tip.hidden = place === undefined
  if (place === undefined) return
  const { item, lane } = place
  const lines = item.entries
    .slice(0, TIP_LINES_MAX)
    .map(index => make('p', lane.play.entries[index]?.text ?? ''))
  tip.replaceChildren(make('strong', item.label), ...lines)
  const { clientWidth } = element('scroller', HTMLElement)
  tip.style.left = `${Math.max(0, Math.min(x + 14, clientWidth - tip.offsetWidth - 8))}px`
  tip.style.top = `${y + 18}px`
}
