import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { COMMANDS } from '../../src/cli/option-entry.ts'
import { OPTION_TABLE } from '../../src/cli/option-table.ts'
import { STATUS_FIELDS } from '../../src/report/status-fields.ts'
import { runHarepSim } from '../sim/cli/fixture.ts'

const manual = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'manual.md'), 'utf8')

test('the manual tells of every option, with its letter', () => {
  for (const { letter, name } of OPTION_TABLE) {
    expect(manual).toMatch(new RegExp(`^- .*\`--${name}[=\\[\`]`, 'm'))
    if (letter !== undefined) expect(manual).toMatch(new RegExp(`^- .*\`-${letter}[ \\[\`]`, 'm'))
  }
})

test('the manual tells of every command, and of every field of status', () => {
  for (const name of COMMANDS) expect(manual).toMatch(new RegExp(`^- \`${name}[ \`]`, 'm'))
  for (const { name } of STATUS_FIELDS) expect(manual).toContain(`\`${name}\``)
})

test('the synopsis of harep-sim has every command', async () => {
  const { out } = await runHarepSim(['--help'])
  const names = [...out.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name)
  expect(names).toContain('soak')
  for (const name of names) expect(manual).toMatch(new RegExp(`^ {4}harep-sim ${name}( |$)`, 'm'))
})
