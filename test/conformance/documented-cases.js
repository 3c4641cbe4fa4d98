// Reads what parity.py prints (a line "DIFF name" for each transcript that differs, the two ratios last) and fails unless
// the cases that differ are exactly those that docs/classic-differences.md names: a new one is a regression, and one that
// no longer differs must leave the page.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const report = readFileSync(0, 'utf8')
const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'classic-differences.md'), 'utf8')
const section = page.slice(page.indexOf("## The oracle's cases that differ"))
const documented = [...section.matchAll(/`([a-z0-9_]+)`/g)].map(([, name]) => name).sort()
const differing = [...report.matchAll(/^DIFF (\S+)$/gm)].map(([, name]) => name).sort()
const ratio =
  /original ended its run: (\d+) of (\d+) the same; original gave up: (\d+) of (\d+) handled/.exec(report)

console.log(report.trimEnd().split('\n').at(-1))
const unknown = differing.filter(name => !documented.includes(name))
const gone = documented.filter(name => !differing.includes(name))
if (unknown.length > 0) console.error(`differ and are not documented: ${unknown.join(', ')}`)
if (gone.length > 0) console.error(`documented and do not differ: ${gone.join(', ')}`)
const all = ratio ? Number(ratio[2]) + Number(ratio[4]) : 0
process.exit(all > 0 && unknown.length === 0 && gone.length === 0 && differing.length <= all * 0.05 ? 0 : 1)
