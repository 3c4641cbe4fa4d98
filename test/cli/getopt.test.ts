import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { getopt } from '../../src/cli/getopt.ts'
import type { OptionEntry } from '../../src/cli/option-entry.ts'
import { OPTION_TABLE } from '../../src/cli/option-table.ts'

const entry = (
  name: string,
  letter: string | undefined,
  argument: OptionEntry['argument'],
  original = true,
): OptionEntry => ({
  name,
  letter,
  argument,
  original,
  completion: 'none',
  description: `about ${name}`,
  commands: ['run'],
})

const read = (...argv: string[]) => getopt(argv, OPTION_TABLE)

describe('getopt hands commander one form of each option', () => {
  test.each([
    [['-L'], ['--luxi']],
    [['-L/path'], ['--luxi=/path']],
    [['-L='], ['--luxi==']],
    [['--luxi='], ['--luxi=']],
    [['--lu=/a=b'], ['--luxi=/a=b']],
    [['-VL/path'], ['--version', '--luxi=/path']],
    [['-LV'], ['--luxi=V']],
    [['-Vh'], ['--version', '--help']],
    [['--job', '4'], ['--job-delay=4']],
    [['--reason', '--dry-run'], ['--reason=--dry-run']],
    [['--reason', '--'], ['--reason=--']],
    [['--reason', ''], ['--reason=']],
    [['--help-'], ['--help-completion']],
    [['--help'], ['--help']],
    [['--v'], ['--version']],
    [['--c'], ['--classic']],
    [['--ver'], ['--version']],
    [['--verb'], ['--verbose']],
    [['--wait'], ['--wait']],
    [['--wait=5'], ['--wait=5']],
    [
      ['-qG', 'a', '-oname'],
      ['--quiet', '--group=a', '--fields=name'],
    ],
    [
      ['--dry', '-V', '--dry-run'],
      ['--dry-run', '--version', '--dry-run'],
    ],
  ])('%j', (argv, options) => {
    expect(read(...argv)).toEqual({ options, strays: [], problems: [] })
  })
})

describe('getopt finds the words that are no options', () => {
  test.each([
    [['-'], ['-']],
    [[''], ['']],
    [['+x'], ['+x']],
    [['-L', '/path'], ['/path']],
    [['--luxi', '/path'], ['/path']],
    [
      ['a', '-V', 'b'],
      ['a', 'b'],
    ],
    [
      ['--', '--dry-run', '--', '-x'],
      ['--dry-run', '--', '-x'],
    ],
    [['-V-', '-x'], ['-x']],
    [['--'], []],
  ])('%j', (argv, strays) => {
    const words = read(...argv)
    expect(words.strays).toEqual(strays)
    expect(words.problems).toEqual([])
  })

  test('however many there are', () => {
    const many = new Array<string>(300_000).fill('x')
    expect(read('--', ...many.slice(0, 1000)).strays).toHaveLength(1000)
    expect(getopt(['--', ...many], OPTION_TABLE).strays).toHaveLength(300_000)
  })
})

describe('getopt tells every problem, as harep 3.0.2 words and orders them', () => {
  test.each([
    [['--bogus'], ["unrecognized option `--bogus'"]],
    [['--bogus=x'], ["unrecognized option `--bogus=x'"]],
    [['--VERSION'], ["unrecognized option `--VERSION'"]],
    [['---'], ["unrecognized option `---'"]],
    [['-x'], ["unrecognized option `-x'"]],
    [['-hx'], ["unrecognized option `-x'"]],
    [['-x'], ["unrecognized option `-x'"]],
    [['-V=1'], ["unrecognized option `-='", "unrecognized option `-1'"]],
    [['-\u{1f600}'], ["unrecognized option `-\u{1f600}'"]],
    [['-V--help'], ["unrecognized option `---help'"]],
    [['--dry-run=1'], ["option `--dry-run' doesn't allow an argument"]],
    [['--d='], ["option `--d' doesn't allow an argument"]],
    [['--help-c=1'], ["option `--help-c' doesn't allow an argument"]],
    [['--job-delay'], ["option `--job-delay' requires an argument SECONDS"]],
    [['--r'], ["option `--r' requires an argument REASON"]],
    [
      ['--bogus', '--job-delay'],
      ["option `--job-delay' requires an argument SECONDS", "unrecognized option `--bogus'"],
    ],
    [
      ['-x', '-yz', '--dry-run=', '--reason'],
      [
        "option `--dry-run' doesn't allow an argument",
        "option `--reason' requires an argument REASON",
        "unrecognized option `-x'",
        "unrecognized option `-y'",
        "unrecognized option `-z'",
      ],
    ],
  ])('%j', (argv, problems) => {
    expect(read(...argv).problems).toEqual(problems)
  })

  test.each([['--he'], ['--h'], ['--he=1'], ['-V-he']])(
    '%s is ambiguous, and the candidates are listed',
    word => {
      const typed = word.replace(/^-V/, '-').replace('=1', '')
      expect(read(word, '--reason').problems).toEqual([
        `option \`${typed}' is ambiguous; could be one of:\n` +
          '  -h  --help             print this text and exit\n' +
          '      --help-completion  print the options for shell completion and exit',
        "option `--reason' requires an argument REASON",
      ])
    },
  )

  test('an empty name is ambiguous among all of the original', () => {
    const [problem = ''] = read('--=x').problems
    expect(problem).toMatch(
      /^option `--' is ambiguous; could be one of:\n {2}-L\[SOCKET\] {2}--luxi\[=SOCKET\] /,
    )
    expect(problem.split('\n')).toHaveLength(1 + OPTION_TABLE.filter(option => option.original).length)
  })

  test('what was typed is quoted with its control characters escaped', () => {
    expect(read('--\u001b[31m\n', '-\u202e', '--dry-run=\n').problems).toEqual([
      "option `--dry-run' doesn't allow an argument",
      "unrecognized option `--\\x1b[31m\\x0a'",
      "unrecognized option `-\\u202e'",
    ])
  })
})

describe('getopt with options that harep has not got', () => {
  const none = { kind: 'none' } as const
  const required = { kind: 'required', placeholder: 'NAME' } as const

  test('an option of ours takes no abbreviation away from the original', () => {
    const table = [entry('reason', undefined, required), entry('rapi', undefined, none, false)]
    expect(getopt(['--r=x', '--ra'], table)).toEqual({
      options: ['--reason=x', '--rapi'],
      strays: [],
      problems: [],
    })
  })

  test('two options of ours can be ambiguous', () => {
    const table = [entry('settle-time', undefined, required, false), entry('strict', 's', none, false)]
    expect(getopt(['--s'], table).problems).toEqual([
      "option `--s' is ambiguous; could be one of:\n" +
        '      --settle-time=NAME  about settle-time\n' +
        '  -s  --strict            about strict',
    ])
  })

  test('a letter with a required argument takes the rest of its word, else the next word', () => {
    const table = [entry('group', 'G', required), entry('quiet', 'q', none)]
    expect(getopt(['-qGa', '-G', '-q', '-qG'], table)).toEqual({
      options: ['--quiet', '--group=a', '--group=-q', '--quiet'],
      strays: [],
      problems: ["option `-G' requires an argument NAME"],
    })
  })
})

test('every word is told as an option, a stray or a problem, and nothing is thrown', () => {
  const word = fc.oneof(
    fc.constantFrom(
      '-L',
      '-V',
      '-h',
      '--',
      '-',
      '',
      '--he',
      '--luxi',
      '--reason',
      '--job-delay',
      '--dry-run',
      '-Vh-x',
    ),
    fc.string({ maxLength: 6 }).map(text => `-${text}`),
    fc.string({ maxLength: 6 }),
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), argv => {
      const { options, strays, problems } = getopt(argv, OPTION_TABLE)
      expect(options.every(option => /^--[a-z]/.test(option))).toBe(true)
      expect(strays.every(stray => argv.includes(stray))).toBe(true)
      // The first of these tells nothing; behind it each word is a stray, another one of these, too.
      const telling = argv.includes('--') ? argv.length - 1 : argv.length
      expect(options.length + strays.length + problems.length > 0).toBe(telling > 0)
    }),
    { examples: [[['--', '--']], [['--']], [[]]] },
  )
})
