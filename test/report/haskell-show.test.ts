import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { haskellShow } from '../../src/report/haskell-show.ts'

/** Reads such a literal back, by the Haskell report's grammar, as a list of code points. */
function haskellRead(literal: string): readonly number[] {
  const names =
    'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'
  const byName = new Map(names.split(' ').map((name, code) => [name, code]))
  for (const [index, letter] of [...'abtnvfr'].entries()) {
    byName.set(letter, index + 7)
  }
  byName.set('DEL', 127).set('"', 34).set('\\', 92)
  // Longest name first, as Haskell's lexer reads them: \SOH before \SO.
  const piece = new RegExp(
    `\\\\(?:(&)|(\\d+)|(${[...byName.keys()]
      .sort((a, b) => b.length - a.length)
      .map(name => name.replace('\\', '\\\\'))
      .join('|')}))|[^]`,
    'gu',
  )
  return [...literal.slice(1, -1).matchAll(piece)].flatMap(([all, nothing, decimal, name]) => {
    const code = decimal === undefined ? byName.get(name ?? '') : Number(decimal)
    return nothing === undefined ? [code ?? all.codePointAt(0) ?? -1] : []
  })
}

describe('haskellShow', () => {
  test.each([
    ['', '""'],
    ['ganeti:watcher:autorepair:pending:fix-storage', '"ganeti:watcher:autorepair:pending:fix-storage"'],
    ['say "a\\b"', '"say \\"a\\\\b\\""'],
    ['\u00e9', '"\\233"'],
    ['\u00e91', '"\\233\\&1"'],
    ['\u00e9a', '"\\233a"'],
    ['\u00e9\u0661', '"\\233\\1633"'],
    ['\u000e', '"\\SO"'],
    ['\u000eH', '"\\SO\\&H"'],
    ['\u000eh', '"\\SOh"'],
    ['\u0001', '"\\SOH"'],
    ['\u007f', '"\\DEL"'],
    ['\u007f1', '"\\DEL1"'],
    ['\u00001', '"\\NUL1"'],
    ['\u0007\b\t\n\u000b\f\r', '"\\a\\b\\t\\n\\v\\f\\r"'],
    ['\u00111', '"\\DC11"'],
    ['\u001b\u001f', '"\\ESC\\US"'],
    ['\u{1f600}', '"\\128512"'],
    ['\ud83d', '"\\55357"'],
    ['\ud83d2', '"\\55357\\&2"'],
  ])('shows %j as %s', (text, shown) => {
    expect(haskellShow(text)).toBe(shown)
  })

  test('is printable ASCII and reads back as the same text, whatever the text', () => {
    const character = fc.oneof(
      fc.nat(0x10ffff),
      fc.nat(0xff),
      fc.constantFrom(0x0e, 0x48, 0x30, 0x39, 0x5c, 0x22),
    )
    fc.assert(
      fc.property(fc.array(character), codes => {
        const text = codes.map(code => String.fromCodePoint(code)).join('')
        const shown = haskellShow(text)
        expect(shown).toMatch(/^"[ -~]*"$/)
        expect(haskellRead(shown)).toEqual([...text].map(found => found.codePointAt(0)))
      }),
      { numRuns: 1000 },
    )
  })
})
