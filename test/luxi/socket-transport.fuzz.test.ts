import type { Socket } from 'node:net'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LuxiError } from '../../src/luxi/luxi-error.ts'
import { LuxiConnection } from '../../src/luxi/socket-transport.ts'
import { pause, startPeer, watchTimers } from './peer.ts'

/*
 * Ten thousand replies that no luxid would give, over a real Unix socket: answers cut short, with bytes changed, in many
 * pieces, slow, followed by more, and plain garbage. For each a short reference says what has to come out; it knows
 * nothing of frames and sockets, since it sees all bytes at once.
 */

const STREAMS = 10_000
const CONCURRENT = 64
const SEED = 20_261_122
const MAX_BYTES = 60_000
const LIMITS = { connectMs: 5000, silenceMs: 300, totalMs: 600, maxBytes: MAX_BYTES }
/** What a busy machine may add to a time limit. */
const SLACK_MS = 3000

interface Stream {
  readonly bytes: Uint8Array
  /** Where the bytes are cut into pieces, as shares of their length. */
  readonly cuts: readonly number[]
  /** Between the pieces. */
  readonly pauseMs: number
  /** Whether the client demands UTF-8, as with --classic. */
  readonly strictText: boolean
  /** What the peer does after the last piece. */
  readonly ending: 'silence' | 'end' | 'destroy'
}

type Outcome = { readonly code: string } | { readonly code: 'VALUE'; readonly value: unknown }

const leaf = fc.oneof(
  fc.constantFrom(null, true, false),
  fc.integer(),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const result = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('name', 'status', 'fields', 'data'), tie('value')),
  ),
})).value

const answer = fc
  .oneof(
    { weight: 6, arbitrary: result.map(value => ({ success: true, result: value })) },
    { weight: 2, arbitrary: result.map(value => ({ success: false, result: value })) },
    { weight: 1, arbitrary: fc.string().map(text => ({ success: false, result: ['GenericError', [text]] })) },
    { weight: 1, arbitrary: result },
  )
  .map(value => Buffer.from(`${JSON.stringify(value)}\u0003`))

const mutated = fc
  .tuple(
    answer,
    fc.array(fc.tuple(fc.nat(), fc.nat(2), fc.uint8Array({ maxLength: 2 })), { minLength: 1, maxLength: 3 }),
  )
  .map(([bytes, edits]) =>
    edits.reduce((now, [at, removed, added]) => {
      const position = at % (now.length + 1)
      return Buffer.concat([now.subarray(0, position), added, now.subarray(position + removed)])
    }, bytes),
  )

const stream: fc.Arbitrary<Stream> = fc.record({
  bytes: fc.oneof(
    { weight: 5, arbitrary: answer },
    { weight: 6, arbitrary: mutated },
    {
      weight: 3,
      arbitrary: fc.tuple(answer, fc.nat()).map(([bytes, at]) => bytes.subarray(0, at % bytes.length)),
    },
    { weight: 2, arbitrary: fc.tuple(answer, fc.uint8Array()).map(parts => Buffer.concat(parts)) },
    { weight: 3, arbitrary: fc.uint8Array({ maxLength: 200 }) },
    { weight: 1, arbitrary: fc.nat(MAX_BYTES * 2).map(length => Buffer.alloc(length, '[')) },
  ),
  cuts: fc.oneof(fc.constant([]), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 })),
  pauseMs: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(4) }),
  strictText: fc.boolean(),
  ending: fc.oneof(
    { weight: 1, arbitrary: fc.constant('silence' as const) },
    { weight: 8, arbitrary: fc.constantFrom('end' as const, 'destroy' as const) },
  ),
})

async function play(socket: Socket, { bytes, cuts, pauseMs, ending }: Stream): Promise<void> {
  const marks = [
    0,
    ...cuts.map(share => Math.round(share * bytes.length)).sort((a, b) => a - b),
    bytes.length,
  ]
  for (const [index, mark] of marks.slice(1).entries()) {
    const written = new Promise(resolve => {
      socket.write(bytes.subarray(marks[index], mark), resolve)
    })
    // A peer that has given us up reads no more, so that the callback may never come.
    await Promise.race([written, pause(200)])
    if (pauseMs > 0) await pause(pauseMs)
  }
  if (ending === 'end') socket.end()
  if (ending === 'destroy') socket.destroy()
}

function expected({ bytes, ending, strictText }: Stream): Outcome {
  const end = bytes.indexOf(3)
  if ((end < 0 ? bytes.length : end) > MAX_BYTES) return { code: 'LUXI_TOO_LARGE' }
  if (end < 0) return { code: ending === 'silence' ? 'LUXI_TIMEOUT' : 'LUXI_CLOSED' }
  let message: unknown
  try {
    const inside = Buffer.from(bytes.subarray(0, end))
    const isUtf8 = Buffer.from(inside.toString()).equals(inside)
    if (strictText && (!isUtf8 || inside.toString().includes('\ufffd'))) return { code: 'LUXI_MALFORMED' }
    const decoded = inside.toString(isUtf8 ? 'utf8' : 'latin1')
    const text = strictText ? decoded : decoded.replace(/[\t\n\r]/g, ' ').replace(/[\0-\x1f]/g, '?')
    message = /^[{[]/.test(text) && !text.startsWith('['.repeat(501)) ? JSON.parse(text) : undefined
  } catch {
    return { code: 'LUXI_MALFORMED' }
  }
  const isEnvelope =
    typeof message === 'object' &&
    message !== null &&
    'success' in message &&
    typeof message.success === 'boolean' &&
    'result' in message
  if (!isEnvelope) return { code: 'LUXI_MALFORMED' }
  // The check above narrows `message` only within its own expression.
  const { success, result: value } = message as { success: boolean; result: unknown }
  return success ? { code: 'VALUE', value } : { code: 'GANETI_ERROR' }
}

async function ask(path: string, strictText: boolean): Promise<{ outcome: Outcome; durationMs: number }> {
  const connection = await LuxiConnection.connect(path, { ...LIMITS, strictText })
  const startMs = performance.now()
  let outcome: Outcome
  try {
    outcome = { code: 'VALUE', value: await connection.call('Query', ['node', ['name'], null]) }
  } catch (error) {
    // Anything but a LuxiError escapes, and fails the test.
    if (!(error instanceof LuxiError)) throw error
    outcome = { code: error.code }
    expect(error.message.length).toBeLessThan(10_000)
  }
  const durationMs = performance.now() - startMs
  connection.close()
  return { outcome, durationMs }
}

describe('10,000 arbitrary byte streams as replies', () => {
  const unhandled: unknown[] = []
  const note = (error: unknown) => unhandled.push(error)
  beforeAll(() => {
    process.on('unhandledRejection', note)
    process.on('uncaughtException', note)
  })
  afterAll(() => {
    process.off('unhandledRejection', note)
    process.off('uncaughtException', note)
  })

  test('each ends, within its time, in the right answer or in a documented error', async () => {
    const timers = watchTimers()
    const streams = fc.sample(stream, { numRuns: STREAMS, seed: SEED })
    const counts = new Map<string, number>()
    const wrong: unknown[] = []
    let late = 0
    // One peer for each worker, so that it is known which stream a connection gets.
    const worker = async (share: readonly Stream[]) => {
      const peer = await startPeer((socket, index) => {
        const played = share[index]
        socket.once('data', () => (played === undefined ? undefined : play(socket, played)))
      })
      for (const asked of share) {
        const { outcome, durationMs } = await ask(peer.path, asked.strictText)
        const right = expected(asked)
        counts.set(outcome.code, (counts.get(outcome.code) ?? 0) + 1)
        expect(durationMs).toBeLessThan(LIMITS.totalMs + SLACK_MS)
        // A machine that is busy elsewhere can make any stream late.
        if (outcome.code === 'LUXI_TIMEOUT' && right.code !== 'LUXI_TIMEOUT') late++
        else if (!isSame(outcome, right, asked))
          wrong.push({ asked: Buffer.from(asked.bytes).toString(), outcome, right })
      }
      await peer.stop()
    }
    const shares = Array.from({ length: CONCURRENT }, (_, first) =>
      streams.filter((_s, index) => index % CONCURRENT === first),
    )
    await Promise.all(shares.map(worker))
    // Longer than any timer of the peers; what is left then would be ours.
    await pause(300)
    expect(wrong.slice(0, 3)).toEqual([])
    expect(late).toBeLessThan(STREAMS / 20)
    expect(unhandled).toEqual([])
    expect(timers.pending()).toBe(0)
    timers.stop()
    // Every way to end has been seen, and often.
    for (const code of [
      'VALUE',
      'GANETI_ERROR',
      'LUXI_MALFORMED',
      'LUXI_CLOSED',
      'LUXI_TIMEOUT',
      'LUXI_TOO_LARGE',
    ]) {
      expect(counts.get(code), code).toBeGreaterThan(100)
    }
  }, 60_000)
})

function isSame(outcome: Outcome, right: Outcome, { bytes }: Stream): boolean {
  if (!('value' in outcome) || !('value' in right)) return outcome.code === right.code
  // Integers of 16 digits and more arrive as strings: json-survey.test.ts looks at those.
  return isDeepStrictEqual(outcome.value, right.value) || /[0-9]{16}/.test(Buffer.from(bytes).toString())
}
