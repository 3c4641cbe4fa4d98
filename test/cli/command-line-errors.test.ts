import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCommandLine } from '../../src/cli/command-line.ts'
import { BadArgumentError, CommandLineError, UsageError } from '../../src/cli/usage-error.ts'

import { ENVIRONMENT, RUN } from './lines.ts'

/** The error that parsing ends with; fails if there is none. */
const errorOf = (argv: readonly string[], environment = ENVIRONMENT): CommandLineError => {
  try {
    parseCommandLine(argv, environment)
  } catch (error) {
    if (error instanceof CommandLineError) {
      return error
    }
    throw error
  }
  throw new Error(`no error for ${JSON.stringify(argv)}`)
}

describe('a bad argument (exit 1)', () => {
  test.each([
    [['extra'], "there is no command 'extra'; there are run, status, explain, clear."],
    [[''], "there is no command ''; "],
    [['-'], "there is no command '-'; "],
    [['--', '--dry-run'], "there is no command '--dry-run'; "],
    [['a\n'], "there is no command 'a\\x0a'; "],
    [['-L', '/path'], 'To name a socket, attach it: -L/path.'],
    [['--luxi', '/path'], 'To name a socket, attach it: -L/path.'],
    [['run', 'web1'], 'the command run takes no arguments.'],
    [['status', 'web1'], 'the command status takes no arguments; --select-instances chooses instances'],
    [['explain'], 'the command explain takes the name of one instance.'],
    [['explain', 'a', 'b'], 'the command explain takes the name of one instance.'],
    [['clear'], 'the command clear takes the names of instances.'],
  ])('words that are no options: %j', (argv, problem) => {
    const error = errorOf(argv)
    expect(error).toBeInstanceOf(BadArgumentError)
    expect(error.message).toMatch(/^Error: /)
    expect(error.message).toContain(problem)
    expect([error.code, error.exitCode]).toEqual(['BAD_ARGUMENT', 1])
  })

  test.each([
    [['--classic', 'extra']],
    [['', '--classic']],
    [['-L', '/path', '--classic']],
    [['--classic', '--', '-V']],
  ])("with --classic in the original's words: %j", argv => {
    expect(errorOf(argv).message).toBe("Error: this program doesn't take any arguments.")
  })

  test.each([
    [['--settle-time=x'], "settle time: cannot parse string 'x'"],
    [['--settle-time=-1'], 'settle time: '],
    [['--max-offline=1.5'], 'max offline: '],
    [['--max-stop=1234567890'], 'max stop: '],
    [['--wait='], "wait: cannot parse string ''"],
    [['--group='], "group: an empty name in ''"],
    [['--node=a,,b'], "node: an empty name in 'a,,b'"],
    [['--output=yaml'], "output: 'yaml' is neither text nor json"],
    [['status', '-obogus'], "fields: unknown field 'bogus' (the fields are name, state, "],
    [['status', '-ostat'], "fields: unknown field 'stat' (did you mean state, status?)"],
    [['status', '-o+'], "fields: unknown field ''"],
    [['--help', '--wait=x'], 'wait: '],
  ])('values: %j', (argv, problem) => {
    const error = errorOf(argv)
    expect(error).toBeInstanceOf(BadArgumentError)
    expect(error.message).toContain(`Error while parsing command line arguments:\n${problem}`)
  })

  test.each([
    [['--job-delay=x'], "cannot parse string 'x'"],
    [['--j='], "cannot parse string ''"],
    [['--job-delay', '-V'], "cannot parse string '-V'"],
    [['--job-delay', '--'], "cannot parse string '--'"],
    [['--job-delay=5.'], "leftover characters when parsing '5.': '.'"],
    [['--job-delay=3 '], "leftover characters when parsing '3 ': ' '"],
    [['-h', '--job-delay=x'], "cannot parse string 'x'"],
    [['-V', '--job-delay=x', 'extra'], "cannot parse string 'x'"],
    [['--job-delay=x', '--job-delay=3'], "cannot parse string 'x'"],
    [['--job-delay=3', '--job-delay=y'], "cannot parse string 'y'"],
    [['--job-delay=x', '--job-delay=y'], "cannot parse string 'x'"],
    [['--job-delay=3\u001b[2J'], "leftover characters when parsing '3\\x1b[2J': '\\x1b[2J'"],
    [['--job-delay=\u202e3'], "cannot parse string '\\u202e3'"],
  ])('--job-delay: %j', (argv, problem) => {
    const error = errorOf(argv)
    expect(error).toBeInstanceOf(BadArgumentError)
    expect(error.message).toBe(`Error while parsing command line arguments:\njob delay: ${problem}`)
    expect(error.exitCode).toBe(1)
  })

  test.each(['bogus', 'hbal', '', ' harep', 'htools', 'b\u001bd'])(
    'HTOOLS=%j, whatever else is asked for',
    tool => {
      const shown = tool.replace('\u001b', '\\x1b')
      for (const argv of [[], ['--help'], ['--bogus'], ['--job-delay=x']]) {
        const error = errorOf(argv, { GANETI_ROOTDIR: undefined, HTOOLS: tool })
        expect(error).toBeInstanceOf(BadArgumentError)
        expect(error.message).toContain(`Unrecognised personality '${shown}'.\n`)
        expect(error.exitCode).toBe(1)
      }
    },
  )

  test.each(['harep', 'HAREP', 'HaRep'])('HTOOLS=%s is us', tool => {
    expect(parseCommandLine([], { GANETI_ROOTDIR: undefined, HTOOLS: tool })).toEqual(RUN)
  })
})

describe('a usage error (exit 2) comes before all else', () => {
  test.each([
    [['-V', '--bogus'], "unrecognized option `--bogus'"],
    [['--job-delay=x', '--bogus'], "unrecognized option `--bogus'"],
    [['-x', '--reason'], "option `--reason' requires an argument REASON\nunrecognized option `-x'"],
    [['extra', '--dry-run=1'], "option `--dry-run' doesn't allow an argument"],
    [['status', '--classic'], "option `--classic' is not for the command status"],
    [
      ['status', '--dry-run', '--job-delay=3'],
      "option `--job-delay' is not for the command status\noption `--dry-run' is not for the command status",
    ],
    [['-oname'], "option `--fields' is not for the command run"],
    [
      ['--classic', '-q'],
      "option `--quiet' is not for --classic, which does only what Ganeti's own harep does",
    ],
    [
      ['--classic', '--output=json'],
      "option `--output' is not for --classic, which does only what Ganeti's own harep does",
    ],
    [['-q', '-v'], "options `--quiet' and `--verbose' exclude each other"],
  ])('%j', (argv, problems) => {
    const error = errorOf(argv)
    expect(error).toBeInstanceOf(UsageError)
    expect(error.message).toBe(`Command line error: ${problems}`)
    expect([error.code, error.exitCode, error.name]).toEqual(['USAGE', 2, 'USAGE'])
  })
})

test('any words end in a command line or in a documented error whose text is printable', () => {
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
      '--classic',
      'run',
      'status',
      'explain',
      'clear',
      '--wait',
      '-G',
      '-o',
      '--all',
      '--no-headers',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }).map(text => `--job-delay=${text}`),
    fc.string({ unit: 'binary', maxLength: 6 }).map(text => `--luxi=${text}`),
    fc.string({ unit: 'binary', maxLength: 4 }).map(text => `-${text}`),
    fc.string({ unit: 'binary', maxLength: 4 }),
  )
  const htools = fc.option(fc.oneof(fc.constant('harep'), fc.string({ unit: 'binary' })), {
    nil: undefined,
    freq: 5,
  })
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), htools, (argv, tool) => {
      try {
        expect(parseCommandLine(argv, { GANETI_ROOTDIR: undefined, HTOOLS: tool }).kind).toMatch(/^[a-z-]+$/)
      } catch (error) {
        expect(error).toBeInstanceOf(CommandLineError)
        expect(error instanceof Error && error.message.replaceAll('\n', '')).not.toMatch(
          /\p{Cc}|[\u202a-\u202e]/u,
        )
      }
    }),
    { numRuns: 1000 },
  )
})
