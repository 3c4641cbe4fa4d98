import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { REASON_CODES } from '../../src/planner/reason.ts'
import { REASON_CASES } from './reason-cases.ts'

describe('the manual on reasons', () => {
  test('has one entry for every code, and none for a code that does not exist', () => {
    const manual = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'manual.md'), 'utf8')
    const chapter = manual.split('\n## Reasons and what to do\n')[1]?.split('\n## ')[0] ?? ''
    const entries = [...chapter.matchAll(/^### (?<code>.*)$/gm)].map(({ groups }) => groups?.['code'])
    expect(entries).toEqual([...REASON_CODES].sort())
  })

  test.each(REASON_CODES)('%s is given where its example says so: by a plan or a run, not by hand', code => {
    expect(REASON_CASES[code]().reason.code).toBe(code)
  })
})
