import { expect, test } from 'vitest'
import { nearNames } from '../../src/cluster/near-names.ts'

const NAMES = ['web1.example.com', 'web2.example.com', 'db1.example.com', 'mail']

test.each([
  ['wbe1', ['web1.example.com', 'web2.example.com', 'db1.example.com']],
  ['web3', ['web1.example.com', 'web2.example.com']],
  ['WEB1.example.con', ['web1.example.com', 'web2.example.com']],
  ['mial', ['mail']],
  ['ma', []],
  ['mailbox', []],
  ['x', []],
  ['', []],
])('who typed %j may have meant %j', (typed, near) => {
  expect(nearNames(typed, NAMES)).toEqual(near)
})

test('at most three are named, the nearest first', () => {
  expect(nearNames('abcd', ['abxy', 'abce', 'abcd', 'abcf', 'zbcd'])).toEqual(['abcd', 'abce', 'abcf'])
})

test('a name of any length costs no time', () => {
  expect(nearNames('a'.repeat(1_000_000), [`${'a'.repeat(1_000_000)}b`])).toEqual([])
})
