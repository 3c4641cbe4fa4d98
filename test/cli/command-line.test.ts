import { describe, expect, test } from 'vitest'
import { parseCommandLine } from '../../src/cli/command-line.ts'

import { DEFAULT_SOCKET, ENVIRONMENT, EVERYTHING, LIMITS, RUN, SOCKET } from './lines.ts'

const parse = (...argv: string[]) => parseCommandLine(argv, ENVIRONMENT)

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
