// Runs dependency-cruiser, and fails when it saw fewer modules than the tree has: with a TypeScript it cannot load it
// reports "no violations" over nothing at all, which would be a check that cannot fail.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const command = join(root, 'node_modules', '.bin', 'depcruise')
const run = spawnSync(
  command,
  ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src', 'sim'],
  {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  },
)
if (!run.stdout) {
  console.error(run.stderr || run.error)
  process.exit(2)
}
const { modules, summary } = JSON.parse(run.stdout)
const seen = new Set(modules.map(module => module.source))
const tree = ['src', 'sim'].flatMap(folder =>
  readdirSync(join(root, folder), { recursive: true })
    .filter(file => file.endsWith('.ts'))
    .map(file => join(folder, file)),
)
const missed = tree.filter(file => !seen.has(file))
for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} -> ${to}`)
for (const file of missed) console.error(`not seen by dependency-cruiser: ${file}`)
console.log(
  `layering: ${tree.length} modules, ${tree.length - missed.length} seen, ${summary.violations.length} violations`,
)
process.exit(tree.length > 0 && missed.length === 0 && summary.violations.length === 0 ? 0 : 1)
