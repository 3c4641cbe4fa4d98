import { counted } from './counted.ts'
import { html, htmlLines } from './html.ts'
import { type FindingStatus, type Ledger, type LedgerFinding, openFindings } from './ledger.ts'
import { PAGE_STYLE } from './page-style.ts'
import { replayCommand } from './scenario-files.ts'
import { type Totals, totalsOf } from './totals.ts'

/** The word of a status, with a sign that is told apart without colour. */
const STATUS: Readonly<Record<FindingStatus, string>> = {
  new: '✚ new',
  back: '↻ back again',
  known: '● known',
  fixed: '✔ fixed',
}

/** The gravest first. */
const ORDER: readonly FindingStatus[] = ['new', 'back', 'known', 'fixed']

/** So many soaks are listed, the latest first; all are counted. */
const SOAKS_MAX = 100

/** A ledger as one HTML page that needs nothing else: no script, no file, no network. `folder` is where scenario files are written. */
export function ledgerPage(ledger: Ledger, folder: string): string {
  const totals = totalsOf(ledger)
  const open = openFindings(ledger).length
  const findings = ledger.findings.toSorted((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status))
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>harep soak: ${open === 0 ? 'nothing open' : `${open} open`}</title><style>${PAGE_STYLE}</style></head><body>
<h1>harep soak</h1>
<p>${open === 0 ? '✔ No open finding.' : `✘ ${counted(open, 'open finding')}.`} <span class="dim">Last soak: ${html(ledger.soaks.at(-1)?.began ?? 'none')}</span></p>
${figures(totals, ledger)}
<h2>Findings</h2>
${findings.length === 0 ? '<p>None was ever found.</p>' : findings.map(one => findingHtml(one, totals, folder)).join('\n')}
<h2>Soaks</h2>
${soaksHtml(ledger)}
<h2>What was hit</h2>
${Object.entries(totals.hits)
  .map(([kind, counts]) => hitsHtml(kind, counts))
  .join('\n')}
</body></html>
`
}

function figures({ scenarios, soaks, seconds, simulatedSeconds, violations }: Totals, { findings }: Ledger) {
  const of = (status: FindingStatus) => findings.filter(finding => finding.status === status).length
  const all: readonly (readonly [string, string])[] = [
    ['Scenarios', number(scenarios)],
    ['Soaks', number(soaks)],
    ['Hours', (seconds / 3_600).toFixed(1)],
    ['Simulated days', number(simulatedSeconds / 86_400)],
    ['Violations', number(violations)],
    ...ORDER.map(status => [STATUS[status], number(of(status))] as const),
  ]
  const boxes = all.map(([name, value]) => `<div><dt>${html(name)}</dt><dd>${html(value)}</dd></div>`)
  return `<dl>${boxes.join('')}</dl>`
}

function findingHtml(finding: LedgerFinding, totals: Totals, folder: string): string {
  const { key, invariant, what, status, statusAt, firstSeen, lastSeen, scenarioSeed, scenario } = finding
  const fixed = status === 'fixed' ? `, fixed since ${html(statusAt)}` : ''
  const count = totals.findings[key] ?? 0
  const times = counted(count, 'scenario', number(count))
  return `<article class="${status === 'fixed' ? 'fixed' : 'open'}">
<p><span class="status">${STATUS[status]}</span> <code>${html(invariant)}</code></p>
<p class="what">${html(what)}</p>
<p class="dim">first seen ${html(firstSeen)}, last seen ${html(lastSeen)}${fixed}; in ${times}; seed ${scenarioSeed}</p>
<p>Replay: <code>${html(replayCommand(folder, finding))}</code></p>
<details><summary>The scenario</summary><pre>${htmlLines(scenario)}</pre></details>
</article>`
}

function soaksHtml({ soaks }: Ledger): string {
  if (soaks.length === 0) return '<p>None.</p>'
  const rows = soaks
    .slice(-SOAKS_MAX)
    .toReversed()
    .map(({ began, seed, first, scenarios, seconds, violations }) => {
      const cells = [
        number(seed),
        `${number(first)} on`,
        number(scenarios),
        seconds.toFixed(0),
        number(violations),
      ]
      return `<tr><td>${html(began)}</td>${cells.map(cell => `<td class="n">${html(cell)}</td>`).join('')}</tr>`
    })
  const more =
    soaks.length > SOAKS_MAX ? `<p class="dim">The latest ${SOAKS_MAX} of ${number(soaks.length)}.</p>` : ''
  const head = ['seed', 'scenarios from', 'scenarios', 'seconds', 'violations']
  return `${more}<div class="wide"><table><thead><tr><th>began</th>${head.map(name => `<th class="n">${name}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

function hitsHtml(kind: string, counts: Readonly<Record<string, number>>): string {
  const rows = Object.entries(counts)
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([what, times]) => `<tr><td>${html(what)}</td><td class="n">${number(times)}</td></tr>`)
  return `<details><summary>${html(kind)} (${rows.length})</summary><div class="wide"><table><tbody>${rows.join('')}</tbody></table></div></details>`
}

/** With a thin space between groups of three digits, in every language. */
function number(value: number): string {
  return String(Math.round(value)).replace(/\B(?=([0-9]{3})+$)/g, '\u202f')
}
