import { expect, test } from 'vitest'
import { parseTrace } from '../../../sim/trace/parse-trace.ts'
import { SMALL_PLAY } from '../timeline/entries.ts'

const read = (data: unknown) => parseTrace(JSON.stringify(data), 't.json')

test('a trace is read as it was written, alone and in what run --json prints', () => {
  const plain: unknown = JSON.parse(JSON.stringify(SMALL_PLAY))
  expect(read(SMALL_PLAY)).toEqual(plain)
  expect(read({ scenarios: [{ file: 'a.yaml', trace: SMALL_PLAY }] })).toEqual(plain)
})

test.each([
  ['no JSON', '{', /t\.json: this is no JSON/],
  ['no list', '{"entries":[]}', /t\.json: this is no trace; a trace is a list of entries/],
  ['two scenarios', '{"scenarios":[{"trace":[]},{"trace":[]}]}', /the traces of 2 scenarios.* one file/],
  ['a scenario without its trace', '{"scenarios":[{"ok":true}]}', /this has no trace; .* without -q/],
  ['another kind', '[{"atUs":1,"kind":"x"}]', /entry 1 is no part of a trace/],
  [
    'another key',
    '[{"atUs":1,"kind":"calm"},{"atUs":1,"kind":"calm","x":1}]',
    /entry 2 is no part of a trace/,
  ],
  ['a negative time', '[{"atUs":-1,"kind":"calm"}]', /entry 1/],
  ['time that goes back', '[{"atUs":2,"kind":"calm"},{"atUs":1,"kind":"calm"}]', /entry 2 is earlier/],
])('%s is refused with its place', (_what, text, message) => {
  expect(() => parseTrace(text, 't.json')).toThrow(message)
})
