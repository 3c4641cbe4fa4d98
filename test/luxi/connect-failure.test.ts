import { describe, expect, test } from 'vitest'
import { connectFailure, connectTimeout, pathFailure } from '../../src/luxi/connect-failure.ts'
import { LuxiConnectError } from '../../src/luxi/luxi-error.ts'

describe('connectFailure', () => {
  test.each([
    ['ENOENT', 'unknown', 'does not exist (No such file or directory)', "there is no Luxi socket '/run/q'"],
    ['ENOTDIR', 'unknown', 'does not exist (No such file or directory)', "there is no Luxi socket '/run/q'"],
    [
      'ECONNREFUSED',
      'socket',
      'does not exist (Connection refused)',
      "'/run/q' is there, but nobody listens",
    ],
    [
      'ECONNREFUSED',
      'directory',
      'does not exist (Connection refused)',
      "'/run/q' is a directory, not a socket",
    ],
    ['ECONNREFUSED', 'file', 'does not exist (Connection refused)', "'/run/q' is a file, not a socket"],
    ['EACCES', 'unknown', '(Permission denied)', 'Be root, or in the group gnt-daemons'],
    ['EPERM', 'unknown', '(Permission denied)', "may not use the Luxi socket '/run/q'"],
    ['EPROTOTYPE', 'socket', "'/run/q' is a socket, but not", 'run harep there'],
    ['ELOOP', 'unknown', "The Luxi socket '/run/q'", '(ELOOP)'],
  ] as const)('%s, %s', (code, kind, words, explanation) => {
    const error = connectFailure('/run/q', code, kind)
    expect(error).toBeInstanceOf(LuxiConnectError)
    expect(`${error.originalWords ?? ''} ${error.message}`).toContain(words)
    expect(error.message).toContain(explanation)
  })

  test('where the original prints words of its own, they are kept for --classic', () => {
    expect(connectFailure('/run/q', 'ENOENT', 'unknown').originalWords).toMatch(
      /^Network\.Socket\.connect: <socket: 3>: does not exist \(No such file or directory\)$/,
    )
    expect(connectFailure('/run/q', 'ECONNREFUSED', 'socket').originalWords).toMatch(
      /^Network\.Socket\.connect: <socket: 3>: does not exist \(Connection refused\)$/,
    )
  })

  test('a path with controls is escaped', () => {
    expect(connectFailure('/run/\u001b[2Jq', 'ENOENT', 'unknown').message).toContain("'/run/\\u001b[2Jq'")
  })
})

describe('pathFailure', () => {
  test('a path of 107 bytes is usable, one of 108 is not, and umlauts count twice', () => {
    const usable = `/${'x'.repeat(106)}`
    expect(pathFailure(usable, 107)).toBeUndefined()
    expect(pathFailure(`${usable}x`, 108)?.message).toContain('has 108 bytes, and the system allows 107')
  })

  test('an empty path and one with a NUL are named as such', () => {
    expect(pathFailure('', 0)?.message).toContain('is empty')
    expect(pathFailure('/run/\0q', 7)?.message).toContain("'/run/\\u0000q', has a NUL")
  })
})

test('connectTimeout says how long it tried', () => {
  expect(connectTimeout('/run/q', 30_000).message).toContain("'/run/q' within 30 s")
})
