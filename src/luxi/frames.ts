import type { JsonValue } from '../cluster/json.ts'
import { LuxiTooLargeError } from './luxi-error.ts'

/*
 * A Luxi message is JSON text in UTF-8 followed by one byte 0x03 (luxi.md section 1). There is no length in front, so
 * the receiver looks for that byte in whatever pieces the socket hands it. A reply may have 100 MB and arrive in pieces
 * of 4 KiB. Appending each piece to one buffer copies every byte some ten thousand times (the original does that, and
 * needs 27 s for 40 MB); here a piece is searched once, copied once into a block, and the blocks are joined once when the
 * message is whole. Blocks, and not the pieces themselves, because a peer that sends single bytes would otherwise make us
 * keep an object for each of them.
 */

/** The byte that ends a message. */
export const MESSAGE_END = 0x03

/**
 * The default limit of one message, in bytes. Some 1.2 million instances, but the limits of json-survey.ts are reached first,
 * at about 600,000. It is half of what a string of V8 can hold: text and value must fit into V8's heap side by side.
 */
export const MESSAGE_BYTES_MAX = 256 * 1024 * 1024

const BLOCK_BYTES_MIN = 64 * 1024
const BLOCK_BYTES_MAX = 1024 * 1024

/** The bytes of one request, its end included. JSON escapes control characters, so 0x03 stands only at the end. */
export function encodeRequest(method: string, args: readonly JsonValue[]): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify({ method, args })}\u0003`)
}

/** Cuts a stream of bytes into messages, in time linear in its length. */
export class FrameSplitter {
  readonly #maxBytes: number
  /** Whole messages, without their end, that nobody has taken yet. */
  readonly #messages: Uint8Array[] = []
  /** The beginning of the next message: full blocks, then the used part of the last one. */
  #blocks: Uint8Array[] = []
  #last: Uint8Array = new Uint8Array(0)
  #lastUsed = 0
  #partialBytes = 0

  /** `maxBytes` limits one message, its end not counted. */
  constructor(maxBytes: number = MESSAGE_BYTES_MAX) {
    this.#maxBytes = maxBytes
  }

  /** Whether nothing is held, neither a message nor the beginning of one. */
  get isEmpty(): boolean {
    return this.#messages.length === 0 && this.#partialBytes === 0
  }

  /**
   * Takes the next piece of the stream; the caller must not change its bytes afterwards. Throws LuxiTooLargeError, and
   * lets go of all that it holds, when a message exceeds the limit.
   */
  push(chunk: Uint8Array): void {
    let start = 0
    for (;;) {
      const end = chunk.indexOf(MESSAGE_END, start)
      const part = chunk.subarray(start, end < 0 ? chunk.length : end)
      if (this.#partialBytes + part.length > this.#maxBytes) this.#refuse()
      if (end < 0) {
        this.#keep(part)
        return
      }
      this.#messages.push(this.#partialBytes === 0 ? part : this.#join(part))
      start = end + 1
    }
  }

  /** The next whole message, without its end, or undefined if none is there. */
  next(): Uint8Array | undefined {
    return this.#messages.shift()
  }

  #keep(part: Uint8Array): void {
    let from = 0
    while (from < part.length) {
      if (this.#lastUsed === this.#last.length) this.#addBlock()
      const piece = part.subarray(from, from + this.#last.length - this.#lastUsed)
      this.#last.set(piece, this.#lastUsed)
      this.#lastUsed += piece.length
      from += piece.length
    }
    this.#partialBytes += part.length
  }

  #addBlock(): void {
    if (this.#lastUsed > 0) this.#blocks.push(this.#last)
    this.#last = new Uint8Array(Math.min(BLOCK_BYTES_MAX, Math.max(BLOCK_BYTES_MIN, this.#partialBytes)))
    this.#lastUsed = 0
  }

  #join(end: Uint8Array): Uint8Array {
    const whole = new Uint8Array(this.#partialBytes + end.length)
    let used = 0
    for (const block of [...this.#blocks, this.#last.subarray(0, this.#lastUsed), end]) {
      whole.set(block, used)
      used += block.length
    }
    this.#letGo()
    return whole
  }

  #letGo(): void {
    this.#blocks = []
    this.#last = new Uint8Array(0)
    this.#lastUsed = 0
    this.#partialBytes = 0
  }

  #refuse(): never {
    this.#letGo()
    this.#messages.length = 0
    throw new LuxiTooLargeError(
      `luxid sent an answer of more than ${this.#maxBytes} bytes; the rest of it was not read`,
    )
  }
}
