import { createHash } from 'node:crypto'
import { printable } from '../../src/report/printable.ts'
import { clockText } from './clock-text.ts'
import { embeddedJson, html } from './embed.ts'
import type { PageData, PlayData } from './page-data.ts'
import { PAGE_SCRIPT } from './page-script.ts'
import { PAGE_STYLE } from './page-style.ts'

/** More violations than that are in the table only. */
const VIOLATIONS_MAX = 20

/**
 * One HTML file that shows plays: it takes nothing from anywhere else, and its policy forbids that it could. The same data give
 * the same bytes.
 *
 * @param above HTML that stands above the timeline
 */
export function page(title: string, data: PageData, above = ''): string {
  const heading = html(printable(title))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '${hashOf(PAGE_SCRIPT)}'; style-src '${hashOf(PAGE_STYLE)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header><h1>${heading}</h1>
${data.plays.map(play => `<p>${html(summaryOf(play))}</p>`).join('\n')}
</header>
${alarm(data)}${above}${CONTROLS.replace('{{PLAY}}', data.plays.length > 1 ? '<th scope="col">Play</th>' : '')}
<noscript><pre>${data.plays.map(textOf).join('\n')}</pre></noscript>
<script type="application/json" id="data">${embeddedJson(data)}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

function summaryOf({ name, endUs, entries }: PlayData): string {
  const count = (kind: string) => entries.filter(entry => entry.kind === kind).length
  const jobs = new Set(
    entries.flatMap(({ kind, text }) => (kind === 'job' ? /^job (\d+)/.exec(text)?.[1] : [])),
  ).size
  const counts = [
    plural(entries.length, 'event'),
    plural(count('happening'), 'happening'),
    plural(count('run-started'), 'run', ' of harep'),
    plural(jobs, 'job'),
    plural(count('violation'), 'violation'),
  ]
  return `${name === '' ? '' : `${name}: `}${clockText(endUs)} of simulated time, ${counts.join(', ')}`
}

function alarm({ plays }: PageData): string {
  const found = plays.flatMap(({ name, entries }) =>
    entries
      .filter(({ kind }) => kind === 'violation')
      .map(({ atUs, text }) => `${name} ${clockText(atUs)} ${text}`),
  )
  if (found.length === 0) return ''
  const lines = found.slice(0, VIOLATIONS_MAX).map(line => `<li>${html(line.trim())}</li>`)
  return `<section class="alarm" aria-label="Violations"><h2>! ${plural(found.length, 'violation')}</h2><ul>${lines.join('')}</ul></section>\n`
}

function plural(count: number, word: string, after = ''): string {
  return `${count} ${word}${count === 1 ? '' : 's'}${after}`
}

function textOf({ name, entries }: PlayData): string {
  const lines = entries.map(({ atUs, text }) => `${clockText(atUs)} ${text}`)
  return html([name, ...lines].join('\n'))
}

/** The signs of marks.ts and bars.ts, for whoever reads. */
const SIGNS = [
  '● healthy',
  '▲ needs repair',
  '◆ pending repair',
  '✕ in a square: repair failed',
  '⊘ repair disallowed',
  '‖ in a circle: suspended',
  '⚑ something happens',
  '○ nothing came of it',
  'hatched: a fault lasts, a guest is stopped, a run failed',
  'dashed outline: a job waits; filled: it runs; ✓ success, ✗ error, ⊘ canceled',
  '! in a red square and a red line: a violation',
  'dashed line: the faults stop',
]

const KEYS =
  'Wheel: zoom (over the names or with Shift: scroll). Drag: move; with Shift: zoom into that span. ' +
  'Keys: arrows select, Shift and arrows move, + and - zoom, 0 shows everything, Home and End, v: next violation, Enter: details, Escape: none.'

const CONTROLS = `<form id="filter" role="search" aria-label="Filter">
<label>Text <input type="search" id="text" autocomplete="off"></label>
<label>Instance <select id="instance"><option value="">all</option></select></label>
<label>Node <select id="node"><option value="">all</option></select></label>
<fieldset id="kinds"><legend>Kinds</legend></fieldset>
<button type="reset">Show all</button>
</form>
<div class="bar" role="toolbar" aria-label="Zoom">
<button type="button" id="zoom-out" aria-label="Zoom out">−</button>
<button type="button" id="zoom-in" aria-label="Zoom in">+</button>
<button type="button" id="fit">Show everything</button>
<span id="range"></span>
<a href="#table">To the table</a>
</div>
<details><summary>Signs and keys</summary><ul class="signs">${SIGNS.map(sign => `<li>${sign}</li>`).join('')}</ul><p>${KEYS}</p></details>
<main class="view">
<div id="scroller"><canvas id="canvas" tabindex="0" role="application" aria-roledescription="timeline" aria-describedby="keys"></canvas><div id="spacer"></div><div id="tip" hidden></div></div>
<aside id="details" tabindex="-1" aria-label="Details" aria-live="polite"></aside>
</main>
<p id="keys" hidden>${KEYS}</p>
<section aria-label="Table of events">
<div class="bar"><button type="button" id="table-previous">Earlier</button><button type="button" id="table-next">Later</button><span id="table-count" role="status"></span></div>
<table id="table" aria-label="The events of the timeline as text"><thead><tr aria-rowindex="1"><th scope="col">Time</th>{{PLAY}}<th scope="col">Kind</th><th scope="col">About</th><th scope="col">What</th></tr></thead><tbody></tbody></table>
</section>`
