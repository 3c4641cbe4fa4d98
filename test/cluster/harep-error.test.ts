import { describe, expect, test } from 'vitest'
import { exhaustive } from '../../src/cluster/exhaustive.ts'
import { HarepError } from '../../src/cluster/harep-error.ts'

class SampleError extends HarepError {
  readonly code = 'SAMPLE'
}

describe('HarepError', () => {
  test('is called by its code and ends with 1', () => {
    const error = new SampleError('the disk is full')
    expect(error).toBeInstanceOf(Error)
    expect([error.name, error.code, error.exitCode]).toStrictEqual(['SAMPLE', 'SAMPLE', 1])
    expect(String(error)).toBe('SAMPLE: the disk is full')
  })

  test('during() says what was being done, outermost first, and gives the same error', () => {
    const error = new SampleError('the disk is full')
    expect(error.during('writing').during('the run')).toBe(error)
    expect(error.message).toBe('the run: writing: the disk is full')
  })
})

test('exhaustive() is loud about a value that the types say cannot be', () => {
  // The cast makes what the types exclude: a value from outside that was not checked.
  expect(() => exhaustive({ kind: 'new' } as never)).toThrow(
    new TypeError('a case is missing for {"kind":"new"}'),
  )
})
