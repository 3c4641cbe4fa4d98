import { describe, expect, test } from 'vitest'
import { matchName } from '../../src/cluster/match-name.ts'

const NAMES = ['test1.example.com', 'test2.example.com', 'test2.example.org', 'Web.a', 'web', 'db.A', 'db.a']

describe("matchName follows Ganeti's rule", () => {
  test.each([
    ['test1', 'test1.example.com'],
    ['test1.example', 'test1.example.com'],
    ['TEST1.Example.COM', 'test1.example.com'],
    ['web', 'web'],
    ['WEB', 'web'],
    ['db.a', 'db.a'],
  ])('%j is %j', (short, name) => {
    expect(matchName(short, NAMES)).toEqual({ kind: 'found', name })
  })

  test.each(['test1.ex', 'test', '', '.', 'test1.example.com.'])('%j is nothing', short => {
    expect(matchName(short, NAMES)).toEqual({ kind: 'unknown' })
  })

  test.each([
    ['test2', ['test2.example.com', 'test2.example.org']],
    ['DB.a', ['db.A', 'db.a']],
  ])('%j is short for several', (short, names) => {
    expect(matchName(short, NAMES)).toEqual({ kind: 'ambiguous', names })
  })

  test('a name is no pattern', () => {
    expect(matchName('t.st1', NAMES)).toEqual({ kind: 'unknown' })
    expect(matchName('(', ['a'])).toEqual({ kind: 'unknown' })
  })
})
