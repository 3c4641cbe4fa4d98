import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatUtcTime } from '../../src/cli/utc-time.ts'

// What harep 3.0.2 prints with TZ=UTC for a suspension until that second (run by hand; the first, fifth and seventh are
// the oracle cases suspend_until_lang_c, _year_big and _too_big).
test.each([
  [4102444800n, 'Fri Jan  1 00:00:00 UTC 2100'],
  [4086547200n, 'Wed Jul  1 00:00:00 UTC 2099'],
  [253402300800n, 'Sat Jan  1 00:00:00 UTC 10000'],
  [62135596800000n, 'Mon Sep  5 00:00:00 UTC 1970968'],
  [67767976233529199n, 'Tue Dec 31 22:59:59 UTC 2147483647'],
  [67768036191676799n, 'Wed Dec 31 23:59:59 UTC 2147485547'],
  [67768036191676800n, 'Thu Jan  0 00:00:00 UTC -2147481748'],
  [67768040609740799n, 'Wed Jan  0 23:59:59 UTC -2147481609'],
  [9223372036854775807n, 'Sun Jan  0 15:30:07 UTC 219250468'],
  [-9223372036854775808n, 'Sun Jan  0 08:29:52 UTC -219246529'],
])('%d is %s', (seconds, text) => {
  expect(formatUtcTime(seconds)).toBe(text)
})

test('agrees with the calendar of JavaScript wherever that reaches', () => {
  fc.assert(
    fc.property(fc.integer({ min: -8_640_000_000_000, max: 8_640_000_000_000 }), seconds => {
      const date = new Date(seconds * 1000)
      // "Fri, 01 Jan 2100 00:00:00 GMT"
      const [weekday = '', day, month, year, time] = date.toUTCString().split(' ')
      const expected = `${weekday.slice(0, 3)} ${month} ${String(Number(day)).padStart(2)} ${time} UTC ${Number(year)}`
      expect(formatUtcTime(BigInt(seconds))).toBe(expected)
    }),
  )
})
