import { isJsonArray, type JsonValue } from '../cluster/json.ts'
import { excerptOfValue } from './excerpt.ts'
import { GanetiError } from './luxi-error.ts'

/*
 * luxid answers a failed request with an exception of Ganeti's: `[class, [arguments]]`, or, where it could not even parse
 * the request, a bare string (luxi.md section 3). Ganeti's clients turn each class into a sentence of its own
 * (src/Ganeti/Errors.hs:146-191), and admins know and search for those, so the same sentences are made here.
 */

/** How much of a message from Ganeti is repeated, in characters; the longest real ones are hook outputs. */
const MESSAGE_CHARS_MAX = 4096

/** Classes with one string as argument whose sentence is that string between a beginning and an end. */
const SENTENCES: Readonly<Record<string, readonly [beginning: string, end: string]>> = {
  GenericError: ['Unhandled Ganeti error: ', ''],
  OpExecError: ['Failure: command execution error:\n', ''],
  TagError: ['Failure: invalid tag(s) given:\n', ''],
  TypeEnforcementError: ['Parameter Error: ', ''],
  ParameterError: ["Failure: unknown/wrong parameter name '", "'"],
  HooksFailure: ['Failure: hooks general failure: ', ''],
  JobLost: ['Error checking job status: ', ''],
  QueryFilterParseError: ['Error while parsing query filter: ', ''],
  ConfigurationError: ['Corrupt configuration file: ', '\nAborting.'],
}

/** Classes that are shown with their name and arguments. */
const SHOWN: ReadonlySet<string> = new Set([
  ...[
    'LockError',
    'PidFileLockError',
    'HypervisorError',
    'ProgrammerError',
    'BlockDeviceError',
    'ConfigVerifyError',
  ],
  ...['ConfigVersionMismatch', 'ReservationError', 'RemoteError', 'SignatureError', 'ResultValidationError'],
  ...['OpResultError', 'OpCodeUnknown', 'JobFileCorrupted', 'UnitParseError', 'ParseError', 'X509CertError'],
  ...['CommandError', 'StorageError', 'InotifyError', 'JobQueueError', 'ConfdMagicError', 'ConfdClientError'],
  ...[
    'UdpDataSizeError',
    'NoCtypesError',
    'IPAddressError',
    'LuxiError',
    'RapiTestResult',
    'FileStoragePathError',
  ],
])

/** Ganeti's error codes and the names that its clients print for them (src/Ganeti/Errors.hs:76-90). */
const ERROR_CODES: Readonly<Record<string, string>> = {
  resolver_error: 'ECodeResolver',
  insufficient_resources: 'ECodeNoRes',
  temp_insufficient_resources: 'ECodeTempNoRes',
  wrong_input: 'ECodeInval',
  wrong_state: 'ECodeState',
  unknown_entity: 'ECodeNoEnt',
  already_exists: 'ECodeExists',
  resource_not_unique: 'ECodeNotUnique',
  internal_error: 'ECodeFault',
  environment_error: 'ECodeEnviron',
}

/**
 * The error that the `result` of a failed answer stands for. Its `className` is undefined where the encoding is not
 * `[class, [arguments]]` with a class that Ganeti has and the arguments that the class takes; `args` then holds the
 * whole result.
 */
export function ganetiErrorOf(result: JsonValue): GanetiError {
  if (typeof result === 'string') {
    const message = `Unhandled Ganeti error: luxid did not understand the request: ${shorten(result)}`
    return new GanetiError(message, undefined, [result])
  }
  const [className, args] = isJsonArray(result) && result.length === 2 ? result : []
  if (typeof className !== 'string' || !isJsonArray(args)) {
    return unreadable(result, 'an exception must be encoded as [class, [arguments]] or as a string')
  }
  const sentence = sentenceOf(className, args)
  return sentence === undefined
    ? unreadable(result, `no class of exceptions of Ganeti has this name and these arguments`)
    : new GanetiError(sentence, className, args)
}

function unreadable(result: JsonValue, why: string): GanetiError {
  const message = `Unhandled Ganeti error: Cannot convert value '${excerptOfValue(result)}', error: ${why}`
  return new GanetiError(message, undefined, [result])
}

/** What Ganeti's clients print for an exception, or undefined if the class does not exist or takes other arguments. */
function sentenceOf(className: string, args: readonly JsonValue[]): string | undefined {
  const [first] = args
  switch (className) {
    case 'JobQueueDrainError':
      return "Failure: the job queue is marked for drain and doesn't accept new requests"
    case 'JobQueueFull':
      return "Failure: the job queue is full and doesn't accept new job submissions until old jobs are archived"
    case 'OpPrereqError':
      return typeof first === 'string' ? prerequisitesText(first, args[1]) : undefined
    case 'ResolverError':
      return typeof first === 'string' ? `Failure: can't resolve hostname ${shorten(first)}` : undefined
    case 'HooksAbort':
      return isJsonArray(first) ? hooksText(first) : undefined
    default:
      break
  }
  if (SHOWN.has(className)) {
    return `Unhandled exception: ${[className, ...args.map(arg => excerptOfValue(arg, MESSAGE_CHARS_MAX))].join(' ')}`
  }
  const sentence = Object.hasOwn(SENTENCES, className) ? SENTENCES[className] : undefined
  if (sentence === undefined || typeof first !== 'string' || args.length !== 1) return undefined
  return sentence[0] + shorten(first) + sentence[1]
}

/** The code may be missing: Python raises OpPrereqError without one here and there. */
function prerequisitesText(message: string, code: JsonValue | undefined): string {
  const beginning = 'Failure: prerequisites not met for this operation:\n'
  if (typeof code !== 'string') return beginning + shorten(message)
  const name = Object.hasOwn(ERROR_CODES, code) ? ERROR_CODES[code] : undefined
  return `${beginning}error type: ${name ?? excerptOfValue(code)}, error details:\n${shorten(message)}`
}

function hooksText(hooks: readonly JsonValue[]): string | undefined {
  const lines = ['Failure: hooks execution failed:']
  for (const hook of hooks.slice(0, 100)) {
    const [node, script, output] = isJsonArray(hook) ? hook : []
    if (typeof node !== 'string' || typeof script !== 'string' || typeof output !== 'string') return undefined
    const what = output === '' ? ' (no output)' : `, output: ${output}`
    lines.push(`  node: ${node}, script: ${script}${what}`)
  }
  return shorten(lines.join('\n'))
}

function shorten(text: string): string {
  return text.length > MESSAGE_CHARS_MAX ? `${text.slice(0, MESSAGE_CHARS_MAX)}...` : text
}
