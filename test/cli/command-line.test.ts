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

const EVERYTHING = { groups: [], nodes: [], instanceTags: [], instances: [], excluded: [] }
const LIMITS = { settleSeconds: 600, maxOffline: undefined, maxStopSeconds: 600 }
const SOCKET = { socketPath: DEFAULT_SOCKET, isSocketGiven: false }

const RUN = {
  kind: 'run',
  ...SOCKET,
  output: 'text',
  limits: LIMITS,
  selection: EVERYTHING,
  jobDelaySeconds: undefined,
  reason: undefined,
  dryRun: false,
  waitSeconds: undefined,
  verbosity: 'normal',
}

const CLASSIC = { kind: 'classic', ...SOCKET, jobDelaySeconds: 10, reason: undefined, dryRun: false }

const at = (socketPath: string) => ({ socketPath, isSocketGiven: true })

describe('a run', () => {
  test.each([
    [[], {}],
    [['--'], {}],
    [['run'], {}],
    [['--', 'run'], {}],
    [['-L'], at(DEFAULT_SOCKET)],
    [['-L/s'], at('/s')],
    [['--luxi=/s'], at('/s')],
    [
      ['--lu=/s', '--dry', '--job=4', '--rea=x'],
      { ...at('/s'), dryRun: true, reason: 'x', jobDelaySeconds: 4 },
    ],
    [['-L='], at('=')],
    [['--luxi='], at('')],
    [['--luxi=-x'], at('-x')],
    [['-L/a', '-L/b'], at('/b')],
    [['-L/a', '-L'], at(DEFAULT_SOCKET)],
    [['-L', '-L/a'], at('/a')],
    [['run', '-L', '--dry-run'], { ...at(DEFAULT_SOCKET), dryRun: true }],
    [['-L\u001b\n'], at('\u001b\n')],
    [['--job-delay', '3'], { jobDelaySeconds: 3 }],
    [['--job-delay=10'], { jobDelaySeconds: 10 }],
    [['--job-delay', '-1'], { jobDelaySeconds: -1 }],
    [['--job-delay=NaN'], { jobDelaySeconds: NaN }],
    [['--job-delay=7', '--job-delay=8'], { jobDelaySeconds: 8 }],
    [['--reason='], { reason: '' }],
    [['--reason', '--'], { reason: '--' }],
    [['--reason', '-L/x'], { reason: '-L/x' }],
    [['--reason=a', '--reason=b\n'], { reason: 'b\n' }],
    [['--settle-time=0'], { limits: { ...LIMITS, settleSeconds: 0 } }],
    [['--max-offline', '3'], { limits: { ...LIMITS, maxOffline: 3 } }],
    [['--max-stop=999999999'], { limits: { ...LIMITS, maxStopSeconds: 999_999_999 } }],
    [['--wait'], { waitSeconds: 3600 }],
    [['--wait=60'], { waitSeconds: 60 }],
    [['--wait=60', '--wait'], { waitSeconds: 3600 }],
    [['-Ga,b', '--group=c', '-G', 'd'], { selection: { ...EVERYTHING, groups: ['a', 'b', 'c', 'd'] } }],
    [['--node=n1', '--node=n2,n3'], { selection: { ...EVERYTHING, nodes: ['n1', 'n2', 'n3'] } }],
    [['--instance-tags=a:,b'], { selection: { ...EVERYTHING, instanceTags: ['a:', 'b'] } }],
    [
      ['--select-instances=a,b', '--exclude-instances=b'],
      { selection: { ...EVERYTHING, instances: ['a', 'b'], excluded: ['b'] } },
    ],
    [['-q'], { verbosity: 'quiet' }],
    [['-v', '--verbose'], { verbosity: 'verbose' }],
    [['--output=json'], { output: 'json' }],
    [['--output=json', '--output=text'], {}],
  ])('%j', (argv, differences) => {
    expect(parse(...argv)).toEqual({ ...RUN, ...differences })
  })

  test.each([
    [['--classic'], {}],
    [['--cl', '--dry-run', '--dry-run'], { dryRun: true }],
    [['--classic', '--job-delay=3', 'run'], { jobDelaySeconds: 3 }],
    [['-L/s', '--classic', '--reason=x'], { ...at('/s'), reason: 'x' }],
  ])('that does as the original does: %j', (argv, differences) => {
    expect(parse(...argv)).toEqual({ ...CLASSIC, ...differences })
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
    expect(parseCommandLine(['-L/x', '-L'], environment)).toEqual({ ...RUN, ...at(socketPath) })
    expect(parseCommandLine(['-L/x'], environment)).toEqual({ ...RUN, ...at('/x') })
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

describe('the other commands', () => {
  const names = (argv: readonly string[]) => {
    const line = parse(...argv)
    return line.kind === 'status' ? line.fields.map(({ name }) => name) : undefined
  }

  test('status', () => {
    const { kind, fields: _, ...rest } = { fields: [], ...parse('status') }
    expect({ kind, ...rest }).toEqual({
      kind: 'status',
      ...SOCKET,
      output: 'text',
      limits: LIMITS,
      selection: EVERYTHING,
      separator: undefined,
      hasHeaders: true,
      all: false,
      isVerbose: false,
    })
    expect(parse('--no-headers', 'status', '--separator=:', '--all', '-v', '-Gg')).toMatchObject({
      separator: ':',
      hasHeaders: false,
      all: true,
      isVerbose: true,
      selection: { ...EVERYTHING, groups: ['g'] },
    })
  })

  const DEFAULT = ['name', 'state', 'reason', 'pnode', 'snodes', 'decided_by', 'sentence']

  test.each([
    [['status'], DEFAULT],
    [
      ['status', '-o', 'name,status'],
      ['name', 'status'],
    ],
    [
      ['status', '-o+group,next'],
      [...DEFAULT, 'group', 'next'],
    ],
    [['status', '-oname', '--fields=state'], ['state']],
  ])('the columns of %j', (argv, fields) => {
    expect(names(argv)).toEqual(fields)
  })

  test('explain and clear', () => {
    expect(parse('explain', 'web1', '--output=json', '--settle-time=5')).toEqual({
      kind: 'explain',
      ...SOCKET,
      output: 'json',
      limits: { ...LIMITS, settleSeconds: 5 },
      instance: 'web1',
    })
    expect(parse('clear', 'web1', 'web2', '--all', '--dry-run', '--reason=x', '-L/s')).toEqual({
      kind: 'clear',
      ...at('/s'),
      output: 'text',
      instances: ['web1', 'web2'],
      all: true,
      reason: 'x',
      dryRun: true,
    })
  })
})

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
