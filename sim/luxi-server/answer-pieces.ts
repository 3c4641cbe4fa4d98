import { exhaustive } from '../../src/cluster/exhaustive.ts'
import { MESSAGE_END } from '../../src/luxi/frames.ts'
import type { Garbling } from '../ganeti/answer-trouble.ts'
import type { ServiceAnswer } from '../ganeti/luxi-service.ts'
import { encodeAnswer } from './encode-answer.ts'

/** More pieces than that tell nothing new: where an answer is longer, the last piece is. */
const PIECES_MAX = 1_000

/** What is sent of an answer, piece by piece, and whether the connection ends with it. */
export function answerPieces(answer: ServiceAnswer): {
  readonly pieces: readonly Uint8Array[]
  readonly hangsUp: boolean
} {
  const bytes = encodeAnswer(answer)
  const { trouble, close: hangsUp } = answer
  switch (trouble?.kind) {
    case undefined:
      return { pieces: [bytes], hangsUp }
    case 'cut':
      // Never the whole of it: what is cut off is at least the end.
      return {
        pieces: [bytes.subarray(0, Math.floor(((bytes.length - 1) * trouble.percent) / 100))],
        hangsUp: true,
      }
    case 'split':
      return { pieces: splitBytes(bytes, trouble.bytes), hangsUp }
    case 'doubled':
      return { pieces: [Buffer.concat([bytes, bytes])], hangsUp }
    case 'garbled':
      return { pieces: [garbled(bytes, trouble.how)], hangsUp }
    default:
      return exhaustive(trouble)
  }
}

function splitBytes(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  const count = Math.min(PIECES_MAX, Math.ceil(bytes.length / size))
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * size, index + 1 === count ? bytes.length : (index + 1) * size),
  )
}

function garbled(bytes: Uint8Array, how: Garbling): Uint8Array {
  switch (how) {
    case 'half':
      return Buffer.concat([bytes.subarray(0, bytes.length >> 1), Uint8Array.of(MESSAGE_END)])
    case 'rubbish':
      return Buffer.from(`HTTP/1.1 502 Bad Gateway\r\n\r\n${String.fromCharCode(MESSAGE_END)}`)
    case 'no-result':
      return Buffer.from(`{"success":true}${String.fromCharCode(MESSAGE_END)}`)
    default:
      return exhaustive(how)
  }
}
