import { expect, test } from 'vitest'
import { Normaliser } from './normaliser.ts'

const START_MS = 1_795_546_718_000
const request = (timeNs: number) => ({ reason: [['harep', 'called', timeNs]] })

test('a time within the millisecond that was cut off is a time of this run', () => {
  const normaliser = new Normaliser('', START_MS)
  const text = normaliser.request(request(1_795_546_718_070_037_000), START_MS + 70)
  expect(text).toBe('{"reason":[["harep","called","<now, ns>"]]}')
})

test.each([
  ['before the story', 1_795_546_717_999_999_000],
  ['after the run', 1_795_546_718_071_000_000],
  ['no whole microsecond', 1_795_546_718_070_037_200],
])('a time %s stays as it is', (_, timeNs) => {
  const normaliser = new Normaliser('', START_MS)
  expect(normaliser.request(request(timeNs), START_MS + 70)).toContain(String(timeNs))
})
