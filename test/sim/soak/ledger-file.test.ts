import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readLedger, writeLedger } from '../../../sim/soak/ledger-file.ts'
import { LedgerFileError } from '../../../sim/soak/ledger-file-error.ts'
import { scratchFolder } from '../cli/fixture.ts'
import { aFinding, aLedger, aSoak } from './builders.ts'

const LEDGER = aLedger([aSoak()], [aFinding()])

test('what was written is read again, and nothing is left beside it', () => {
  const folder = scratchFolder()
  writeLedger(join(folder, 'ledger.json'), LEDGER)
  expect(readLedger(join(folder, 'ledger.json'))).toEqual(LEDGER)
  expect(readdirSync(folder)).toEqual(['ledger.json'])
})

test('no ledger is none yet', () => {
  expect(readLedger(join(scratchFolder(), 'ledger.json'))).toBeUndefined()
})

test('a write that was cut off leaves the ledger that was there', () => {
  const file = join(scratchFolder(), 'ledger.json')
  writeLedger(file, LEDGER)
  // What a kill in the middle of the next write leaves behind.
  writeFileSync(`${file}.4711.tmp`, JSON.stringify(LEDGER).slice(0, 100))
  expect(readLedger(file)).toEqual(LEDGER)
})

describe('rubbish is refused with a documented error, and stays as it is', () => {
  test.each([
    ['nothing', '', /the whole/],
    ['half a ledger', JSON.stringify(LEDGER).slice(0, 100), /the whole/],
    ['a list', '[]', /is not what harep-sim soak writes/],
    ['another format', JSON.stringify({ ...LEDGER, format: 2 }), /format/],
    ['a key more', JSON.stringify({ ...LEDGER, more: 1 }), /more/],
    ['a number below zero', JSON.stringify(aLedger([aSoak({ scenarios: -1 })], [])), /soaks\.0\.scenarios/],
    [
      'a time that is none',
      JSON.stringify(aLedger([], [aFinding({ lastSeen: 'now' })])),
      /findings\.0\.lastSeen/,
    ],
    [
      'a status that is none',
      JSON.stringify({ ...LEDGER, findings: [{ ...aFinding(), status: 'x\u001b' }] }),
      /status/,
    ],
  ])('%s', (_, text, message) => {
    const file = join(scratchFolder(), 'ledger\u001b.json')
    writeFileSync(file, text)
    expect(() => readLedger(file)).toThrow(LedgerFileError)
    expect(() => readLedger(file)).toThrow(message)
    expect(() => readLedger(file)).not.toThrow(/\u001b/)
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  test('a folder', () => {
    const folder = join(scratchFolder(), 'ledger.json')
    mkdirSync(folder)
    expect(() => readLedger(folder)).toThrow(/is a directory, and no regular file/)
    expect(() => writeLedger(folder, LEDGER)).toThrow(LedgerFileError)
    expect(() => writeLedger(join(folder, 'no', 'such'), LEDGER)).toThrow(/cannot be written \(ENOENT\)/)
  })
})
