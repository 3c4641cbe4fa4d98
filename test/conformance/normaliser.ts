import { isJsonArray, isJsonObject, type JsonValue } from '../../src/cluster/json.ts'

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g
const SECONDS = /\b\d{10}\b/g

/**
 * Makes two stories comparable that happened at different times with different random numbers: UUIDs become numbers in
 * the order of their appearance, and times since the beginning of the story become one word. What stood in the scenario
 * keeps its own numbers, so that a new UUID is not mistaken for an old one.
 */
export class Normaliser {
  readonly #uuids = new Map<string, string>()
  readonly #startSeconds: number

  constructor(scenarioText: string, nowMs: number) {
    this.#startSeconds = Math.floor(nowMs / 1000)
    this.text(scenarioText, nowMs)
  }

  /** `nowMs` is a time after the text was written; ours dates a tag up to a second ahead. */
  text(text: string, nowMs: number): string {
    const endSeconds = Math.floor(nowMs / 1000) + 1
    return text
      .replaceAll(UUID, uuid => {
        const name = this.#uuids.get(uuid) ?? `<uuid ${this.#uuids.size + 1}>`
        this.#uuids.set(uuid, name)
        return name
      })
      .replaceAll(SECONDS, digits =>
        Number(digits) >= this.#startSeconds && Number(digits) <= endSeconds ? '<now>' : digits,
      )
  }

  /**
   * A request as text, keys in their order. The time of a reason trail becomes a word where it is one: whole microseconds
   * in nanoseconds, since the story's beginning, and the same in all opcodes of a job. `nowMs` is cut to whole
   * milliseconds, and a harep that gives up at once has ended within the one in which it looked at the clock.
   */
  request(request: JsonValue, nowMs: number): string {
    const times = new Set<number>()
    // By its digits: beyond 2^53 a remainder would be that of the nearest double.
    const isTime = (value: number) =>
      value >= this.#startSeconds * 1e9 && value < (nowMs + 1) * 1e6 && String(value).endsWith('000')
    const text = JSON.stringify(
      withoutTimes(request, time => {
        times.add(time)
        return isTime(time) && times.size === 1 ? '<now, ns>' : time
      }),
    )
    return this.text(text, nowMs)
  }
}

/** Passes the times of all reason trails, which are the last of three in a list of lists, through `rename`. */
function withoutTimes(value: JsonValue, rename: (time: number) => JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(inner => withoutTimes(inner, rename))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'reason' ? trailWithoutTimes(inner, rename) : withoutTimes(inner, rename),
    ]),
  )
}

function trailWithoutTimes(trail: JsonValue, rename: (time: number) => JsonValue): JsonValue {
  if (!isJsonArray(trail)) return trail
  return trail.map(entry => {
    const [source = null, text = null, time, ...rest] = isJsonArray(entry) ? entry : []
    return typeof time === 'number' ? [source, text, rename(time), ...rest] : entry
  })
}
