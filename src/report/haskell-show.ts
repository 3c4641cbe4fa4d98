/**
 * Classic reports print tags the way Haskell's `show` prints a String (harep-observed.md section 4): in double quotes,
 * with everything outside printable ASCII as an escape. Numeric escapes are decimal and of any length, so a digit that
 * follows one would be read as part of it; `\&`, which stands for nothing, then goes between them. `\SO` followed by
 * `H` would read as `\SOH` and is parted in the same way.
 */
const ASCII_CONTROLS =
  'NUL SOH STX ETX EOT ENQ ACK a b t n v f r SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  )

function escapeOf(character: string): string | undefined {
  // Iterating a string gives no empty character; a lone surrogate is its own code point here, as in Haskell.
  const code = character.codePointAt(0) ?? 0
  if (character === '"' || character === '\\') {
    return character
  }
  return code === 0x7f ? 'DEL' : code > 0x7f ? String(code) : ASCII_CONTROLS[code]
}

/** `show text` of Haskell: a quoted, pure ASCII literal. A code point above 0xFFFF is one decimal. */
export function haskellShow(text: string): string {
  let shown = ''
  let previous: string | undefined
  for (const character of text) {
    const endsInDigit = previous !== undefined && /^\d/.test(previous)
    if ((endsInDigit && /^\d$/.test(character)) || (previous === 'SO' && character === 'H')) {
      shown += '\\&'
    }
    previous = escapeOf(character)
    shown += previous === undefined ? character : `\\${previous}`
  }
  return `"${shown}"`
}
