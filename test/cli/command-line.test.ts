import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCommandLine } from '../../src/cli/command-line.ts'
import type { Environment } from '../../src/cli/environment.ts'
import { BadArgumentError, CommandLineError, UsageError } from '../../src/cli/usage-error.ts'

const ENVIRONMENT: Environment = { GANETI_ROOTDIR: undefined, HTOOLS: undefined }
const DEFAULT_SOCKET = '/var/run/ganeti/socket/ganeti-query'

const parse = (...argv: string[]) => parseCommandLine(argv, ENVIRONMENT)

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

const RUN = {
  kind: 'run',
  socketPath: DEFAULT_SOCKET,
  jobDelaySeconds: 10,
  reason: undefined,
  dryRun: false,
  classic: false,
}

describe('a run', () => {
  test.each([
    [[], {}],
    [['--'], {}],
    [['-L'], {}],
    [['-L/s'], { socketPath: '/s' }],
    [['--luxi=/s'], { socketPath: '/s' }],
    [
      ['--lu=/s', '--dry', '--job=4', '--rea=x'],
      { socketPath: '/s', dryRun: true, reason: 'x', jobDelaySeconds: 4 },
    ],
    [['-L='], { socketPath: '=' }],
    [['--luxi='], { socketPath: '' }],
    [['--luxi=-x'], { socketPath: '-x' }],
    [['-L/a', '-L/b'], { socketPath: '/b' }],
    [['-L/a', '-L'], {}],
    [['-L', '-L/a'], { socketPath: '/a' }],
    [['-L', '--dry-run'], { dryRun: true }],
    [['-L\u001b\n'], { socketPath: '\u001b\n' }],
    [['--job-delay', '3'], { jobDelaySeconds: 3 }],
    [['--job-delay=10'], { jobDelaySeconds: 10 }],
    [['--job-delay', '-1'], { jobDelaySeconds: -1 }],
    [['--job-delay=NaN'], { jobDelaySeconds: NaN }],
    [['--job-delay=7', '--job-delay=8'], { jobDelaySeconds: 8 }],
    [['--reason='], { reason: '' }],
    [['--reason', '--'], { reason: '--' }],
    [['--reason', '-L/x'], { reason: '-L/x' }],
    [['--reason=a', '--reason=b\n'], { reason: 'b\n' }],
    [['--classic'], { classic: true }],
    [['--cl', '--dry-run', '--dry-run'], { classic: true, dryRun: true }],
  ])('%j', (argv, differences) => {
    expect(parse(...argv)).toEqual({ ...RUN, ...differences })
  })

  test.each([
    [undefined, DEFAULT_SOCKET],
    ['', DEFAULT_SOCKET],
    ['/some/root', `/some/root${DEFAULT_SOCKET}`],
    ['/root/', `/root/${DEFAULT_SOCKET}`],
    ['rel', `rel${DEFAULT_SOCKET}`],
    ['.', `.${DEFAULT_SOCKET}`],
  ])('with GANETI_ROOTDIR %j the default socket is the one of harep 3.0.2', (root, socketPath) => {
    const environment = { GANETI_ROOTDIR: root, HTOOLS: undefined }
    expect(parseCommandLine([], environment)).toEqual({ ...RUN, socketPath })
    expect(parseCommandLine(['-L/x', '-L'], environment)).toEqual({ ...RUN, socketPath })
    expect(parseCommandLine(['-L/x'], environment)).toEqual({ ...RUN, socketPath: '/x' })
  })
})

describe('help before version before help-completion, stray words or not', () => {
  test.each([
    [['-h'], 'help'],
    [['-V', '-h'], 'help'],
    [['-hV'], 'help'],
    [['--help-completion', '-h'], 'help'],
    [['--help', 'extra'], 'help'],
    [['-V'], 'version'],
    [['-VL/path'], 'version'],
    [['--help-completion', '-V'], 'version'],
    [['-', '-V'], 'version'],
    [['-V', '--', '-h'], 'version'],
    [['--help-c'], 'help-completion'],
    [['--help-completion', 'extra'], 'help-completion'],
    [['--classic', '--help-completion'], 'help-completion'],
  ])('%j', (argv, kind) => {
    expect(parse(...argv)).toEqual({ kind })
  })
})

describe('a bad argument (exit 1)', () => {
  test.each([
    [['extra']],
    [['']],
    [['-']],
    [['--', '--dry-run']],
    [['-L', '/path']],
    [['--luxi', '/path']],
    [['--', '-V']],
  ])('stray words: %j', argv => {
    const error = errorOf(argv)
    expect(error).toBeInstanceOf(BadArgumentError)
    expect(error.message).toBe("Error: this program doesn't take any arguments.")
    expect([error.code, error.exitCode]).toEqual(['BAD_ARGUMENT', 1])
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
