import { describe, expect, test } from 'vitest'
import { withSection } from './section.ts'

describe('withSection', () => {
  const page = 'before\n<!-- x: made by "npm run docs", not by hand -->\nold\n<!-- end: x -->\nafter\n'

  test('replaces what stands between the markers, and nothing else', () => {
    expect(withSection(page, 'x', 'new\n')).toBe(page.replace('old', 'new'))
  })

  test.each([
    ['there is none of that name', 'y', page],
    ['there are two', 'x', page + page],
    ['it has no end', 'x', page.replace('end', 'and')],
    ['its end comes first', 'x', `<!-- end: x -->\n${page.replace('<!-- end: x -->\n', '')}`],
  ])('throws where %s', (_, name, text) => {
    expect(() => withSection(text, name, 'new\n')).toThrow('the page has not one section between')
  })
})
