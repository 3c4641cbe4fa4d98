import { formatUtcTime } from './utc-time.ts'

/**
 * The classic report names the end of a suspension in local time with the zone's abbreviation. JavaScript knows offsets,
 * but for most zones no abbreviation, so `date` of coreutils is asked; it agreed with the original in every zone tried,
 * set, unset, empty or misspelt. Asking costs a process, so each time is asked for once, and where `date` is missing or
 * does not answer it is not asked again; then, and for years that it refuses, the time is given in UTC, which says so.
 */
const DATE_TIMEOUT_MS = 2000
const ANSWER_MAX_BYTES = 256
/** Tags may name any number of times; the bound keeps a report from starting as many processes. */
const ASKED_MAX = 1000
const DATE_FORM = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S* -?\d+$/

/** The variables of the caller that `date` needs: the zone, and where to find it. */
export interface DateEnvironment {
  readonly TZ?: string | undefined
  readonly PATH?: string | undefined
}

type Asked =
  | { readonly kind: 'time'; readonly text: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'broken' }

function askDate(seconds: bigint, environment: DateEnvironment): Asked {
  try {
    // Not imported above: every start would pay for it, and few runs need it.
    const { execFileSync } = process.getBuiltinModule('node:child_process')
    const answer = execFileSync('date', ['-d', `@${seconds}`, '+%a %b %e %H:%M:%S %Z %Y'], {
      env: { TZ: environment.TZ, PATH: environment.PATH, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: DATE_TIMEOUT_MS,
      killSignal: 'SIGKILL',
      maxBuffer: ANSWER_MAX_BYTES,
      encoding: 'utf8',
    })
    const text = answer.replace(/\n$/, '')
    return DATE_FORM.test(text) ? { kind: 'time', text } : { kind: 'refused' }
  } catch (error) {
    // An exit status means that it ran and refused the time; anything else, that there is no (working) date.
    const ran = error instanceof Error && 'status' in error && typeof error.status === 'number'
    return { kind: ran ? 'refused' : 'broken' }
  }
}

/** Makes a formatter with its own memory, which asks for at most `askedMax` times; formatLocalTime is the one for production. */
export function localTimeFormatter(
  environment: DateEnvironment,
  askedMax = ASKED_MAX,
): (seconds: bigint) => string {
  const known = new Map<bigint, string>()
  let working = true
  return seconds => {
    // The original keeps seconds in 64 bits and lets them wrap (oracle case suspend_until_wraps).
    const wrapped = BigInt.asIntN(64, seconds)
    const before = known.get(wrapped)
    if (before !== undefined || !working || known.size >= askedMax) {
      return before ?? formatUtcTime(wrapped)
    }
    const asked = askDate(wrapped, environment)
    working = asked.kind !== 'broken'
    const text = asked.kind === 'time' ? asked.text : formatUtcTime(wrapped)
    known.set(wrapped, text)
    return text
  }
}

/** `seconds` since the epoch as `Fri Jan  1 00:00:00 UTC 2100`: local zone, English, the day padded with a blank. */
export const formatLocalTime: (seconds: bigint) => string = localTimeFormatter(process.env)
