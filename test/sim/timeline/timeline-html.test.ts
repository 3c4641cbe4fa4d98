import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { timelineHtml } from '../../../sim/timeline/timeline-html.ts'
import type { TraceEntry } from '../../../sim/trace/trace-entry.ts'
import { at, happening, longPlay, SMALL_PLAY } from './entries.ts'

const HOSTILE = '</script><script>alert(1)</script><!--\u2028\u202e"\'&\u001b[31m<img src=x onerror=alert(2)>'

const hostilePlay: readonly TraceEntry[] = [
  happening(1, 'power-off', HOSTILE, HOSTILE),
  happening(2, HOSTILE, HOSTILE, HOSTILE),
  { ...at(3), kind: 'run-started', run: 1, program: 'harep', node: HOSTILE },
  { ...at(3), kind: 'told', run: 1, instance: HOSTILE, text: HOSTILE },
  { ...at(4), kind: 'run-ended', run: 1, outcome: HOSTILE },
  { ...at(5), kind: 'job', job: 1, status: HOSTILE, summary: HOSTILE, instance: HOSTILE, isRepair: false },
  { ...at(6), kind: 'guest', instance: HOSTILE, runs: true },
  { ...at(7), kind: 'violation', invariant: HOSTILE, what: HOSTILE },
]

const page = timelineHtml(HOSTILE, hostilePlay)

describe('hostile text', () => {
  test('ends no script and begins no element', () => {
    expect(page.match(/<script/g)).toHaveLength(2)
    expect(page.match(/<\/script/g)).toHaveLength(2)
    expect(page).not.toMatch(/<img|<!--/)
  })

  test('is visible where it could not be seen', () => {
    expect(page).not.toMatch(/[\u2028\u202e\u001b]/)
    expect(page).toContain('\\u202e&quot;&#39;&amp;\\x1b[31m&lt;img')
  })

  test('is the same text again for whoever parses the embedded data', () => {
    const json = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? ''
    expect(json).not.toMatch(/[<>&]/)
    const data: unknown = JSON.parse(json)
    expect(JSON.stringify(data)).toContain('</script><script>alert(1)</script><!--')
  })
})

test('nothing is taken from anywhere else, and the policy of the page forbids it', () => {
  const text = timelineHtml('t', SMALL_PLAY)
  expect(text).not.toMatch(/https?:|\bsrc=|@import|url\(|<link/)
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1]
  expect(policy).toMatch(
    /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'$/,
  )
  const script = /<script>(.*)<\/script>/s.exec(text)?.[1] ?? ''
  expect(policy).toContain(createHash('sha256').update(script).digest('base64'))
})

test('the same entries give the same bytes', () => {
  const again: readonly TraceEntry[] = JSON.parse(JSON.stringify(SMALL_PLAY))
  expect(timelineHtml('t', again)).toBe(timelineHtml('t', SMALL_PLAY))
})

test('a play without any entry is a page, too', () => {
  expect(timelineHtml('nothing', [])).toContain('0 events')
})

test('ten thousand events are a page of less than four megabytes', () => {
  expect(timelineHtml('long', longPlay(10_000)).length).toBeLessThan(4_000_000)
})

test('the program of the page is what its sources give', async () => {
  const folder = join(import.meta.dirname, '..', '..', '..', 'sim', 'timeline')
  // A plain script of the build, which has no types.
  const source: string = join(folder, 'page', 'build.js')
  const { pageScriptFile }: { pageScriptFile(): Promise<string> } = await import(source)
  expect(await pageScriptFile()).toBe(readFileSync(join(folder, 'page-script.ts'), 'utf8'))
})
