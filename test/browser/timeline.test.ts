import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { timelineDiffHtml } from '../../sim/timeline/timeline-diff.ts'
import { timelineHtml } from '../../sim/timeline/timeline-html.ts'
import type { TraceEntry } from '../../sim/trace/trace-entry.ts'
import { at, longPlay, SMALL_PLAY } from '../sim/timeline/entries.ts'
import { Chromium, isSkipped } from './chromium.ts'

/*
 * Timeline pages in a real browser. What they print is measured; the bounds are far above that, since machines differ.
 */

const NODES_MAX = 2_500
const FIRST_PAINT_MAX_MS = 5_000
const DRAW_MAX_MS = 250

describe.skipIf(isSkipped)('timeline pages in Chromium', { timeout: 60_000 }, () => {
  let chromium: Chromium
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'harep-timeline-'))
    chromium = await Chromium.start()
  }, 60_000)

  afterAll(async () => {
    await chromium.close()
    rmSync(folder, { recursive: true, force: true })
  })

  afterEach(() => {
    expect(chromium.complaints.splice(0)).toEqual([])
  })

  async function open(html: string, scheme: 'light' | 'dark' = 'light'): Promise<void> {
    const path = join(folder, 'page.html')
    writeFileSync(path, html)
    await chromium.open(path, scheme)
    await chromium.frame()
  }

  const canvas = async (key: string) =>
    Number(await chromium.evaluate(`canvas.dataset[${JSON.stringify(key)}]`))
  const details = async () => String(await chromium.evaluate(`details.textContent`))
  const text = async (selector: string) =>
    String(await chromium.evaluate(`document.querySelector(${JSON.stringify(selector)}).textContent`))
  const fill = (id: string, value: string) =>
    chromium.evaluate(
      `${id}.value = ${JSON.stringify(value)}; ${id}.dispatchEvent(new Event('input', { bubbles: true }))`,
    )
  const focus = () => chromium.evaluate('canvas.focus()')

  test('opens light and dark, and draws on the colours of each', async () => {
    const ground = `[...canvas.getContext('2d').getImageData(canvas.width - 2, canvas.height - 2, 1, 1).data].slice(0, 3).join()`
    await open(timelineHtml('t', SMALL_PLAY))
    expect(await chromium.evaluate(ground)).toBe('255,255,255')
    await open(timelineHtml('t', SMALL_PLAY), 'dark')
    expect(await chromium.evaluate(ground)).toBe('21,24,28')
    expect(await canvas('items')).toBeGreaterThan(10)
  })

  test('only the last column of the table breaks words', async () => {
    await open(timelineHtml('t', SMALL_PLAY))
    const wraps = `[...document.querySelector('#table tbody tr').cells].map(cell => getComputedStyle(cell).overflowWrap).join()`
    expect(await chromium.evaluate(wraps)).toBe('normal,normal,normal,anywhere')
  })

  test('the filter leaves what matches, in the picture and in the table', async () => {
    await open(timelineHtml('t', longPlay(800)))
    const before = await canvas('lanes')
    await fill('text', 'job 77 ')
    await chromium.frame()
    expect(await canvas('lanes')).toBeLessThan(before)
    expect(await text('#table-count')).toBe('1 to 3 of 3 entries')
    await fill('text', '')
    await fill('instance', 'web2')
    await chromium.frame()
    expect(await text('#table')).toContain('INSTANCE_FAILOVER(web2)')
    expect(await text('#table')).not.toContain('web20')
    await chromium.evaluate(`document.querySelector('button[type=reset]').click()`)
    await chromium.frame()
    await chromium.frame()
    expect(await canvas('lanes')).toBe(before)
  })

  test('zooms by wheel, keys and buttons, moves by dragging, and shows everything again', async () => {
    await open(timelineHtml('t', SMALL_PLAY))
    const [fromUs, toUs] = [await canvas('fromUs'), await canvas('toUs')]
    const span = async () => (await canvas('toUs')) - (await canvas('fromUs'))
    const box = await chromium.evaluate('(({ x, y }) => [x, y])(canvas.getBoundingClientRect())')
    const [x, y] = (Array.isArray(box) ? box : []).map(Number)
    await chromium.mouse('mouseWheel', (x ?? 0) + 500, (y ?? 0) + 90, { deltaX: 0, deltaY: -120 })
    const zoomed = await span()
    expect(zoomed).toBeLessThan(toUs - fromUs)
    await chromium.mouse('mousePressed', (x ?? 0) + 500, (y ?? 0) + 90, { button: 'left', clickCount: 1 })
    const dragged = await canvas('fromUs')
    await chromium.mouse('mouseMoved', (x ?? 0) + 440, (y ?? 0) + 90, { button: 'left' })
    await chromium.mouse('mouseReleased', (x ?? 0) + 440, (y ?? 0) + 90, { button: 'left', clickCount: 1 })
    expect(await canvas('fromUs')).toBeGreaterThan(dragged)
    await focus()
    await chromium.press('+')
    expect(await span()).toBeLessThan(zoomed)
    await chromium.press('0')
    expect([await canvas('fromUs'), await canvas('toUs')]).toEqual([fromUs, toUs])
    await chromium.evaluate(`document.getElementById('zoom-in').click()`)
    await chromium.frame()
    expect(await span()).toBeLessThan(toUs - fromUs)
  })

  test('everything is told of what is selected by keys, a decision with its reason and the tag that decided', async () => {
    await open(timelineHtml('t', SMALL_PLAY))
    await focus()
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await chromium.press(key)
    for (let count = 0; count < 2; count += 1) await chromium.press('ArrowRight')
    expect(await details()).toContain('failover was submitted as job 7')
    expect(await details()).toContain('the tag ganeti:watcher:autorepair:failover on the cluster')
    await chromium.press('Escape')
    expect(await details()).toContain('Select something')
  })

  test('hostile text is shown, and nothing of it carried out', async () => {
    const what = '</script><img src=x onerror="document.title=1"><script>document.title=2</script>'
    const entries: readonly TraceEntry[] = [{ ...at(1), kind: 'violation', invariant: what, what }]
    await open(timelineHtml('calm', entries))
    expect(await chromium.evaluate('document.title')).toBe('calm')
    expect(await text('.alarm')).toContain(what)
    await focus()
    await chromium.press('v')
    expect(await details()).toContain(what)
    expect(await chromium.evaluate('document.images.length + document.scripts.length')).toBe(2)
  })

  test('two plays are one page, each with its lanes and the first difference', async () => {
    const other = { name: 'other', entries: SMALL_PLAY.slice(0, 9) }
    await open(timelineDiffHtml('t', { name: 'one', entries: SMALL_PLAY }, other))
    expect(await chromium.evaluate(`document.querySelectorAll('tr.differs').length`)).toBe(2)
    expect(await text('#table thead')).toContain('Play')
    expect(await canvas('lanes')).toBeGreaterThan(8)
  })

  test('ten thousand events are drawn at once, in few elements', async () => {
    await open(timelineHtml('long', longPlay(10_000)))
    const elements = Number(await chromium.evaluate(`document.querySelectorAll('*').length`))
    const firstPaintMs = Number(await chromium.evaluate('document.documentElement.dataset.firstPaintMs'))
    await focus()
    const draws: number[] = []
    for (const key of ['+', '+', '+', '-', '-']) {
      await chromium.press(key)
      draws.push(await canvas('drawMs'))
    }
    const worstMs = Math.max(...draws)
    console.log(
      `10,000 events: ${elements} elements, first paint after ${firstPaintMs} ms, a zoom step at most ${worstMs} ms`,
    )
    expect(elements).toBeLessThan(NODES_MAX)
    expect(firstPaintMs).toBeLessThan(FIRST_PAINT_MAX_MS)
    expect(worstMs).toBeLessThan(DRAW_MAX_MS)
  })
})
