import { describe, expect, test } from 'vitest'
import { clearJson, clearTexts } from '../../src/report/clear-text.ts'
import { jsonOutput } from '../../src/report/json-output.ts'
import type { Cleared } from '../../src/run/commands/clear-run.ts'
import { parsedOutput } from './output-schemas.ts'

const CLEARED: Cleared = {
  instance: 'web1',
  job: '7',
  tags: ['A', 'B'],
  kept: [],
  left: [],
  forgetsRecreation: false,
  problem: undefined,
}

function text(cleared: Cleared, dryRun = false) {
  const printed = { out: '', err: '' }
  for (const { to, text: part } of clearTexts([cleared], dryRun)) printed[to] += part
  return printed
}

describe('what clear prints', () => {
  test.each<[string, Cleared, string]>([
    ['what went', CLEARED, 'web1: Removed by job 7: A B\n'],
    ['that nothing had to', { ...CLEARED, job: undefined, tags: [] }, 'web1: Nothing to remove\n'],
    [
      'that somebody else was faster',
      { ...CLEARED, job: undefined },
      'web1: Somebody else has removed them meanwhile: A B\n',
    ],
    [
      'that only --all finds something',
      { ...CLEARED, job: undefined, tags: [], left: ['C'] },
      'web1: Nothing to remove: no failure of it is on record; --all would remove C\n',
    ],
    [
      'what stays',
      { ...CLEARED, kept: ['C', 'D'] },
      'web1: Removed by job 7: A B\nweb1: Kept, since the repair is under way: C D\n',
    ],
  ])('%s', (_what, cleared, out) => {
    expect(text(cleared)).toEqual({ out, err: '' })
  })

  test('with --dry-run what would go', () => {
    expect(text({ ...CLEARED, job: undefined }, true).out).toBe('web1: Would remove: A B\n')
  })

  test('a problem instead, on standard error', () => {
    expect(text({ ...CLEARED, forgetsRecreation: true, problem: 'job 7 has failed' })).toEqual({
      out: '',
      err: 'Error: web1: job 7 has failed\n',
    })
  })

  test('a warning where a re-creation is forgotten', () => {
    expect(text({ ...CLEARED, forgetsRecreation: true })).toEqual({
      out: 'web1: Removed by job 7: A B\n',
      err: 'Warning: web1: its re-creation may have stopped half way, with blank disks, and nothing tells of that any more: see that it is installed and started (gnt-instance reinstall, gnt-instance startup)\n',
    })
  })

  test('on one line, whatever the names', () => {
    const { out } = text({ ...CLEARED, instance: 'a\nb', tags: ['\u001b[2J'] })
    expect(out).toBe('a\\x0ab: Removed by job 7: \\x1b[2J\n')
  })
})

test('as JSON it holds to its schema', () => {
  const cleared = [CLEARED, { ...CLEARED, forgetsRecreation: true }, { ...CLEARED, problem: 'no' }]
  expect(parsedOutput(jsonOutput(clearJson(cleared, false, 1)))).toMatchObject({
    instances: [
      { removed: ['A', 'B'], warning: null, problem: null },
      { warning: expect.stringContaining('half way') },
      { removed: [], problem: 'no' },
    ],
  })
})
