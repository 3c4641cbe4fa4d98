import { element } from './elements.ts'
import type { Stage } from './stage.ts'

const ZOOM_STEP = 1.5
const PAN_SHARE = 0.2

/** What each key does while the timeline has the focus. */
export function listenToKeys(stage: Stage): void {
  const { time } = stage
  const zoom = (factor: number) => time.zoom(factor, (time.fromUs + time.toUs) / 2)
  const moves: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => stage.move('before'),
    ArrowRight: () => stage.move('after'),
    ArrowUp: () => stage.move('above'),
    ArrowDown: () => stage.move('below'),
    'Shift+ArrowLeft': () => time.pan(-PAN_SHARE * time.lengthUs),
    'Shift+ArrowRight': () => time.pan(PAN_SHARE * time.lengthUs),
    '+': () => zoom(1 / ZOOM_STEP),
    '=': () => zoom(1 / ZOOM_STEP),
    '-': () => zoom(ZOOM_STEP),
    '0': () => time.fit(),
    f: () => time.fit(),
    Home: () => time.pan(-time.toUs),
    End: () => time.pan(Number.MAX_SAFE_INTEGER / 2),
    v: () => stage.nextViolation(),
    Enter: () => element('details', HTMLElement).focus(),
    Escape: () => stage.select(undefined),
  }
  const canvas = element('canvas', HTMLCanvasElement)
  canvas.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const isArrow = event.key.startsWith('Arrow')
    const move = moves[event.shiftKey && isArrow ? `Shift+${event.key}` : event.key]
    if (move === undefined) return
    event.preventDefault()
    move()
    stage.redraw()
  })
  for (const name of ['focus', 'blur']) canvas.addEventListener(name, () => stage.redraw())
  const buttons = { 'zoom-in': '+', 'zoom-out': '-', fit: '0' } as const
  for (const [id, key] of Object.entries(buttons)) {
    element(id, HTMLButtonElement).addEventListener('click', () => {
      moves[key]?.()
      stage.redraw()
    })
  }
}
