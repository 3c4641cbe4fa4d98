import { expect, test } from 'vitest'
import { markdownTable } from './markdown-table.ts'

test('markdownTable aligns its columns', () => {
  expect(
    markdownTable([
      ['a', 'long heading'],
      ['long cell', 'b'],
    ]),
  ).toBe(
    ['| a         | long heading |', '| --------- | ------------ |', '| long cell | b            |', ''].join(
      '\n',
    ),
  )
})
