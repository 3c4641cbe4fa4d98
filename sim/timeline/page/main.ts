/*
 * The program of a timeline page. It takes the plays from the JSON that is embedded in the page, and nothing from anywhere else.
 * What it shows is text, set as text: nothing of a trace is ever read as HTML.
 */
import type { PageData } from '../page-data.ts'
import { listenToFilter } from './controls.ts'
import { element } from './elements.ts'
import { listenToKeys } from './keys.ts'
import { listenToPointer } from './pointer.ts'
import { Stage } from './stage.ts'
import { Table } from './table.ts'

// The page was made with this data (page-data.ts), by the same version.
const data = JSON.parse(element('data', HTMLScriptElement).textContent ?? '') as PageData
const stage = new Stage(data)
const table = new Table(data)

listenToFilter(data, filter => {
  stage.filter(filter)
  table.show(stage.matches)
})
listenToPointer(stage)
listenToKeys(stage)
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => stage.renew())
new ResizeObserver(() => stage.redraw()).observe(element('scroller', HTMLElement))

stage.draw()
document.documentElement.dataset['firstPaintMs'] = performance.now().toFixed(1)
table.show(stage.matches)
