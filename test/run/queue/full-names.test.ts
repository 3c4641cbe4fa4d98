import { expect, test } from 'vitest'
import { withFullNames } from '../../../src/run/queue/full-names.ts'
import { aJob, anOpcode } from '../../builders/plan.ts'

const NAMES = ['web1.example.com', 'web2.example.com', 'web2.example.org', 'Db', 'db', 'a.b.c']

test.each([
  ['web1.example.com', 'web1.example.com'],
  ['web1', 'web1.example.com'],
  ['web1.example', 'web1.example.com'],
  ['WEB1', 'web1.example.com'],
  ['a.b', 'a.b.c'],
  ['db', 'db'],
  ['DB', 'DB'],
  ['web2', 'web2'],
  ['web', 'web'],
  ['gone.example.com', 'gone.example.com'],
  ['', ''],
])('%s is %s', (typed, meant) => {
  const job = aJob('1', { opcodes: [anOpcode('REBOOT', 'queued', { instances: [typed] })] })
  expect(withFullNames([job], NAMES)[0]?.opcodes[0]?.instances).toEqual([meant])
})

test('a job that names no instance by another name stays what it is', () => {
  const job = aJob('1', { opcodes: [anOpcode('REBOOT', 'queued', { instances: ['db'] })] })
  expect(withFullNames([job], NAMES)[0]).toBe(job)
})
