import childProcess from 'node:child_process'
import crypto from 'node:crypto'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import timersPromises from 'node:timers/promises'

/*
 * A simulation must be a function of its seed and its inputs. Whatever asks the machine for the time, for chance, for a
 * file, a socket, a variable of the environment or its locale would make two runs differ, once in a thousand runs and
 * never on the machine where somebody looks. So each of these doors gets a wire while a simulation runs: whoever opens it
 * gets a TripwireError that names the door, at the very call.
 */

/** Something within a simulation asked the machine for what only a port may ask for. Always a defect of this program. */
export class TripwireError extends Error {
  /** What was touched, such as `Date.now`. */
  readonly door: string

  constructor(door: string) {
    super(
      `${door} was used within a simulation, which would make its outcome depend on this machine. Take it from the kernel, or from an effect.`,
    )
    this.name = 'TripwireError'
    this.door = door
  }
}

/** An object and those of its members that are wired. */
interface Doors {
  readonly name: string
  readonly owner: object
  readonly members: readonly string[]
}

function trip(door: string): never {
  throw new TripwireError(door)
}

/** All functions of a Node module: what one of them does not do, another one does. */
function functionsOf(name: string, owner: object): Doors {
  const members = Object.entries(Object.getOwnPropertyDescriptors(owner))
    .filter(([, { value, writable }]) => typeof value === 'function' && writable)
    .map(([member]) => member)
  return { name, owner, members }
}

const LOCAL_TIME = [
  ...['getTimezoneOffset', 'getFullYear', 'getMonth', 'getDate', 'getDay', 'getHours', 'getMinutes'],
  ...['getSeconds', 'setFullYear', 'setMonth', 'setDate', 'setHours', 'setMinutes', 'setSeconds'],
  ...[
    'toString',
    'toDateString',
    'toTimeString',
    'toLocaleString',
    'toLocaleDateString',
    'toLocaleTimeString',
  ],
]

const DOORS: readonly Doors[] = [
  { name: 'Math', owner: Math, members: ['random'] },
  { name: 'Date.prototype', owner: Date.prototype, members: LOCAL_TIME },
  { name: 'performance', owner: performance, members: ['now'] },
  { name: 'process', owner: process, members: ['hrtime', 'uptime', 'cwd', 'nextTick', 'memoryUsage'] },
  {
    name: '',
    owner: globalThis,
    members: ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch'],
  },
  functionsOf('timers/promises', timersPromises),
  functionsOf('fs', fs),
  functionsOf('fs.promises', fs.promises),
  functionsOf('net', net),
  { name: 'net.Socket.prototype', owner: net.Socket.prototype, members: ['connect', 'write'] },
  functionsOf('child_process', childProcess),
  functionsOf('crypto', crypto),
  { name: 'crypto', owner: globalThis.crypto, members: ['randomUUID', 'getRandomValues'] },
  {
    name: 'String.prototype',
    owner: String.prototype,
    members: ['localeCompare', 'toLocaleLowerCase', 'toLocaleUpperCase'],
  },
  { name: 'Number.prototype', owner: Number.prototype, members: ['toLocaleString'] },
  { name: 'Array.prototype', owner: Array.prototype, members: ['toLocaleString'] },
  {
    name: 'Intl',
    owner: Intl,
    members: [
      'Collator',
      'DateTimeFormat',
      'NumberFormat',
      'PluralRules',
      'ListFormat',
      'RelativeTimeFormat',
    ],
  },
]

/** `Date` where only a time that is given counts: without one it would be the machine's. */
const WIRED_DATE = new Proxy(Date, {
  construct: (target, args, newTarget) =>
    args.length === 0 ? trip('new Date()') : Reflect.construct(target, args, newTarget),
  apply: () => trip('Date()'),
  get: (target, key, receiver) =>
    key === 'now' ? () => trip('Date.now') : Reflect.get(target, key, receiver),
})

const WIRED_ENVIRONMENT: NodeJS.ProcessEnv = new Proxy(
  {},
  {
    get: (_, key) => trip(`process.env.${String(key)}`),
    has: (_, key) => trip(`process.env.${String(key)}`),
    ownKeys: () => trip('process.env'),
  },
)

let isArmed = false

/**
 * Runs `work` with all wires up and takes them down behind it, whatever it does; gives what it gives. `work` must be
 * synchronous: what came after an `await` would find the wires gone. Throws what `work` throws, a TripwireError where a
 * wire was touched, and an Error when called within itself.
 */
export function withTripwires<T>(work: () => T extends PromiseLike<unknown> ? never : T): T {
  if (isArmed) throw new Error('the tripwires are up already')
  const restore: (() => void)[] = []
  isArmed = true
  try {
    for (const { name, owner, members } of DOORS)
      for (const member of members) {
        const door = name === '' ? member : `${name}.${member}`
        // A function and not an arrow: what can be called with `new` must trip then, too.
        const wire = function wire() {
          trip(door)
        }
        restore.push(replace(owner, member, wire))
      }
    restore.push(replace(globalThis, 'Date', WIRED_DATE), replace(process, 'env', WIRED_ENVIRONMENT))
    syncBuiltinESMExports()
    return work()
  } finally {
    for (const undo of restore.reverse()) undo()
    syncBuiltinESMExports()
    isArmed = false
  }
}

function replace(owner: object, member: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(owner, member)
  Object.defineProperty(owner, member, {
    value,
    writable: true,
    configurable: true,
    enumerable: before?.enumerable ?? true,
  })
  return () => {
    if (before === undefined) Reflect.deleteProperty(owner, member)
    else Object.defineProperty(owner, member, before)
  }
}
