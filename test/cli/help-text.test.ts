import { expect, test } from 'vitest'
import { completionText } from '../../src/cli/completion-text.ts'
import { helpText } from '../../src/cli/help-text.ts'
import { COMMANDS } from '../../src/cli/option-entry.ts'
import { OPTION_TABLE } from '../../src/cli/option-table.ts'

test('the help text begins as that of every htool, and has three columns, then the commands', () => {
  const lines = helpText('9.8.7', '/some/root/var/run/ganeti/socket/ganeti-query').split('\n')
  expect(lines.slice(0, 10)).toEqual([
    'harep (ganeti) version 9.8.7',
    'Usage: harep [OPTION...]',
    '  -L[SOCKET]  --luxi[=SOCKET]            talk to luxid on SOCKET (attached: -L/path) instead of the default one',
    '              --job-delay=SECONDS        start each repair job with a pause of that length (default: none; with --classic 10)',
    '              --reason=REASON            text for the reason trail of every job',
    '              --dry-run                  change nothing, report what would be done',
    '  -V          --version                  print the version and exit',
    '  -h          --help                     print this text and exit',
    '              --help-completion          print the options for shell completion and exit',
    "              --classic                  decide, act and report as Ganeti 3's own harep does",
  ])
  const commands = lines.slice(lines.indexOf('Commands: harep [OPTION...] COMMAND') + 1)
  expect(commands.slice(0, COMMANDS.length).map(line => line.trim().split(' ')[0])).toEqual(COMMANDS)
  expect(commands.slice(COMMANDS.length)).toEqual([
    'The default SOCKET is /some/root/var/run/ganeti/socket/ganeti-query',
    '',
  ])
})

test('a root directory from the environment cannot forge a line', () => {
  expect(helpText('1', '/a\n\u001b[2Jb')).toContain('The default SOCKET is /a\\x0a\\x1b[2Jb\n')
})

test('--help and --help-completion know the same options', () => {
  const help = helpText('1', '/s')
  const completion = completionText()
  for (const { name } of OPTION_TABLE) {
    expect(help).toMatch(new RegExp(` --${name}[ =[]`))
    expect(completion).toMatch(new RegExp(`(^|,)--${name} `, 'm'))
  }
})
