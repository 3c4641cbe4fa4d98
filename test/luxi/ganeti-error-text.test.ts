import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../src/cluster/json.ts'
import { ganetiErrorOf } from '../../src/luxi/ganeti-error-text.ts'
import { GanetiError } from '../../src/luxi/luxi-error.ts'

describe('ganetiErrorOf', () => {
  // The sentences are those that Debian's harep prints for the same answers, and, where no such answer was tried,
  // those of src/Ganeti/Errors.hs.
  test.each<[string, JsonValue[], string]>([
    ['GenericError', ['something broke'], 'Unhandled Ganeti error: something broke'],
    ['OpExecError', ['boom'], 'Failure: command execution error:\nboom'],
    ['TagError', ['bad tag'], 'Failure: invalid tag(s) given:\nbad tag'],
    ['TypeEnforcementError', ['tt'], 'Parameter Error: tt'],
    ['ParameterError', ['pp'], "Failure: unknown/wrong parameter name 'pp'"],
    ['QueryFilterParseError', ['qf'], 'Error while parsing query filter: qf'],
    ['JobLost', ['12'], 'Error checking job status: 12'],
    ['HooksFailure', ['hf'], 'Failure: hooks general failure: hf'],
    ['ConfigurationError', ['bad config'], 'Corrupt configuration file: bad config\nAborting.'],
    ['ResolverError', ['node1', -2, 'Name unknown'], "Failure: can't resolve hostname node1"],
    [
      'OpPrereqError',
      ['no such thing', 'unknown_entity'],
      'Failure: prerequisites not met for this operation:\nerror type: ECodeNoEnt, error details:\nno such thing',
    ],
    [
      'OpPrereqError',
      ['odd', 'new_code'],
      'Failure: prerequisites not met for this operation:\nerror type: "new_code", error details:\nodd',
    ],
    ['OpPrereqError', ['no code'], 'Failure: prerequisites not met for this operation:\nno code'],
    [
      'HooksAbort',
      [
        [
          ['n1', '10-a', 'out'],
          ['n2', '20-b', ''],
        ],
      ],
      'Failure: hooks execution failed:\n  node: n1, script: 10-a, output: out\n  node: n2, script: 20-b (no output)',
    ],
    [
      'JobQueueDrainError',
      ['Job queue is drained, refusing job'],
      "Failure: the job queue is marked for drain and doesn't accept new requests",
    ],
    [
      'JobQueueFull',
      [],
      "Failure: the job queue is full and doesn't accept new job submissions until old jobs are archived",
    ],
    ['LuxiError', ['disk full'], 'Unhandled exception: LuxiError "disk full"'],
    ['ConfigVersionMismatch', [1, 2], 'Unhandled exception: ConfigVersionMismatch 1 2'],
    ['JobQueueError', ['x'], 'Unhandled exception: JobQueueError "x"'],
  ])('%s %j', (className, args, message) => {
    const error = ganetiErrorOf([className, args])
    expect(error.message).toBe(message)
    expect(error.className).toBe(className)
    expect(error.args).toEqual(args)
  })

  test('a bare string is what luxid says to a request that it cannot parse', () => {
    const error = ganetiErrorOf('Failed to parse request: (reason)')
    expect(error.message).toBe(
      'Unhandled Ganeti error: luxid did not understand the request: Failed to parse request: (reason)',
    )
    expect(error.className).toBeUndefined()
    expect(error.args).toEqual(['Failed to parse request: (reason)'])
  })

  test.each<[JsonValue]>([
    [['NoSuchError', ['x']]],
    [['toString', ['x']]],
    [['__proto__', ['x']]],
    [['GenericError']],
    [['GenericError', 'msg']],
    [['GenericError', [5]]],
    [['GenericError', ['a', 'b']]],
    [['GenericError', []]],
    [['OpPrereqError', []]],
    [['HooksAbort', ['x']]],
    [['HooksAbort', [[['n1', 'a']]]]],
    [['ResolverError', [1]]],
    [[5, ['x']]],
    [{ a: 1 }],
    [null],
    [[]],
    [7],
  ])('%j is shown as it is', result => {
    const error = ganetiErrorOf(result)
    expect(error.className).toBeUndefined()
    expect(error.args).toEqual([result])
    expect(error.message).toMatch(/^Unhandled Ganeti error: Cannot convert value '/)
    expect(error.message).toContain(JSON.stringify(result))
  })

  test('whatever the result is, the error is a GanetiError with a bounded message', () => {
    const long = fc.string({ minLength: 0, maxLength: 20 }).map(text => text.repeat(5000))
    const result = fc.oneof(
      fc.jsonValue(),
      long,
      fc.tuple(
        fc.oneof(
          fc.constantFrom('GenericError', 'OpPrereqError', 'HooksAbort', 'LuxiError', 'ResolverError'),
          long,
        ),
        fc.oneof(fc.array(long, { maxLength: 3 }), fc.jsonValue()),
      ),
    )
    fc.assert(
      fc.property(result, value => {
        // What fast-check generates as JSON is a JsonValue, but for the names of the two types.
        const error = ganetiErrorOf(value as JsonValue)
        expect(error).toBeInstanceOf(GanetiError)
        expect(error.message.length).toBeLessThan(80_000)
      }),
    )
  })
})
