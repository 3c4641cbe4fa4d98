import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { formatLocalTime, localTimeFormatter } from '../../src/cli/local-time.ts'

const { PATH } = process.env

// What harep 3.0.2 prints for a suspension until that second in that zone (run by hand; the first is the oracle case
// suspend_until_tz_summer_london, the last two are _wraps and _too_big). Zone data must be installed for named zones.
describe.skipIf(!existsSync('/usr/share/zoneinfo/Asia/Kolkata'))('the zones of the system', () => {
  test.each([
    ['Europe/London', 4086547200n, 'Wed Jul  1 01:00:00 BST 2099'],
    ['Europe/London', 4102444800n, 'Fri Jan  1 00:00:00 GMT 2100'],
    [':Europe/Paris', 4086547200n, 'Wed Jul  1 02:00:00 CEST 2099'],
    ['America/New_York', 4102444800n, 'Thu Dec 31 19:00:00 EST 2099'],
    ['America/Sao_Paulo', 4102444800n, 'Thu Dec 31 21:00:00 -03 2099'],
    ['Asia/Kolkata', 4102444800n, 'Fri Jan  1 05:30:00 IST 2100'],
    ['Asia/Kathmandu', 4102444800n, 'Fri Jan  1 05:45:00 +0545 2100'],
  ])('TZ=%s, %d', (zone, seconds, text) => {
    expect(localTimeFormatter({ TZ: zone, PATH })(seconds)).toBe(text)
  })
})

test.each([
  ['UTC', 4102444800n, 'Fri Jan  1 00:00:00 UTC 2100'],
  ['', 4102444800n, 'Fri Jan  1 00:00:00 UTC 2100'],
  ['XYZ3', 4102444800n, 'Thu Dec 31 21:00:00 XYZ 2099'],
  ['<+03>-3', 4102444800n, 'Fri Jan  1 03:00:00 +03 2100'],
  ['Foo/Bar', 4102444800n, 'Fri Jan  1 00:00:00 Foo 2100'],
  ['AB', 4102444800n, 'Fri Jan  1 00:00:00  2100'],
  ['UTC', 36893488151521547232n, 'Thu Dec 31 23:46:40 UTC 2099'],
  ['UTC', 18446744077811996416n, 'Fri Jan  1 00:00:00 UTC 2100'],
  ['UTC', 67768036191676800n, 'Thu Jan  0 00:00:00 UTC -2147481748'],
])('TZ=%j, %d is %s', (zone, seconds, text) => {
  expect(localTimeFormatter({ TZ: zone, PATH })(seconds)).toBe(text)
})

test('a language of the caller changes nothing', () => {
  expect(formatLocalTime(4102444800n)).toMatch(/^(Thu Dec 31|Fri Jan {2}1) \d\d:\d\d:00 \S* (2099|2100)$/)
})

describe('a date program that', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'harep-date-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })
  const calls = () => readFileSync(join(folder, 'calls'), 'utf8').length
  /** Puts a `date` in front of the system's that notes each call by a byte and then does `body`. */
  const formatterWith = (body: string, askedMax?: number) => {
    const path = join(folder, 'date')
    writeFileSync(path, `#!/bin/sh\nprintf x >> ${folder}/calls\n${body}\n`)
    chmodSync(path, 0o755)
    return localTimeFormatter({ TZ: 'XYZ3', PATH: `${folder}:${PATH}` }, askedMax)
  }

  test('is not there: UTC', () => {
    expect(localTimeFormatter({ TZ: 'XYZ3', PATH: folder })(4102444800n)).toBe('Fri Jan  1 00:00:00 UTC 2100')
  })

  test('hangs: UTC after two seconds, and it is not asked again', () => {
    const format = formatterWith('exec sleep 60')
    expect(format(4102444800n)).toBe('Fri Jan  1 00:00:00 UTC 2100')
    expect(format(4086547200n)).toBe('Wed Jul  1 00:00:00 UTC 2099')
    expect(calls()).toBe(1)
  })

  test('fails: UTC for that time, and the next is asked for', () => {
    const format = formatterWith('case "$2" in @0) exit 1;; esac; echo "Fri Jan  1 00:00:00 XYZ 2100"')
    expect(format(0n)).toBe('Thu Jan  1 00:00:00 UTC 1970')
    expect(format(4102455600n)).toBe('Fri Jan  1 00:00:00 XYZ 2100')
    expect(calls()).toBe(2)
  })

  test.each(['echo soon', 'printf "\\033[2J"', ':', 'yes'])('answers nonsense (%s): UTC', body => {
    expect(formatterWith(body)(0n)).toBe('Thu Jan  1 00:00:00 UTC 1970')
  })

  test('has been asked for as many times as it may be: UTC for any other', () => {
    const format = formatterWith('echo "Fri Jan  1 00:00:00 XYZ 2100"', 2)
    const shown = [1n, 2n, 3n, 2n].map(format)
    expect(shown.map(text => text.slice(20, 23))).toEqual(['XYZ', 'XYZ', 'UTC', 'XYZ'])
    expect(calls()).toBe(2)
  })

  test('is asked once for the same time', () => {
    const format = formatterWith('echo "Fri Jan  1 00:00:00 XYZ 2100"')
    expect([format(1n), format(1n), format(1n)]).toEqual(new Array(3).fill('Fri Jan  1 00:00:00 XYZ 2100'))
    expect(calls()).toBe(1)
  })
})
