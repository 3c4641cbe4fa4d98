import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { failover, testDelay } from '../../src/cluster/opcode.ts'
import { eventText } from '../../src/report/event-text.ts'
import { printable } from '../../src/report/printable.ts'
import type { RunEvent } from '../../src/run/run-event.ts'

type Kind = RunEvent['kind']

const HEAD = '---------------------\nInstance status count\n---------------------\n'

/** Times as the test can know them: the number, marked. */
const formatTime = (seconds: bigint) => `<${seconds}>`

/** One event of every kind that names `name` wherever a name or other text from outside stands. */
const events = (name: string): { readonly [K in Kind]: Extract<RunEvent, { readonly kind: K }> } => ({
  'missing-resources': {
    kind: 'missing-resources',
    nodes: [
      { node: name, memoryMiB: -3072, diskGiB: 1 },
      { node: 'n1', memoryMiB: 513, diskGiB: -2 },
    ],
  },
  settled: { kind: 'settled', instance: name, to: 'failed' },
  repairing: { kind: 'repairing', instance: name, type: 'failover' },
  refused: { kind: 'refused', instance: name, type: 'reinstall', upTo: 'migrate' },
  'kept-off': { kind: 'kept-off', instance: name, permission: { kind: 'not-enabled' } },
  'would-submit': { kind: 'would-submit', jobs: [[testDelay(2.5), failover(name)]] },
  'tag-added': { kind: 'tag-added', instance: name, tag: `tag-${name}` },
  'tags-removed': { kind: 'tags-removed', instance: name, tags: [`b-${name}`, 'a'] },
  'classic-counts': {
    kind: 'classic-counts',
    states: ['pending', 'healthy', 'needs-repair', 'failed', 'healthy'],
  },
})

const TEXTS: Readonly<Record<Kind, string>> = {
  'missing-resources':
    'Warning: cluster has inconsistent data:\n  - node i1 is missing -3072 MB ram and 1 GB disk\n  - node n1 is missing 513 MB ram and -2 GB disk\n\n',
  settled: 'Moving i1 from "Pending repair" to "Failure"\n',
  repairing: 'Executing ArFailover repair on i1\n',
  refused:
    'Not performing a repair of type ArReinstall on i1 because only repairs up to ArMigrate are allowed\n',
  'kept-off': "Not repairing i1 because it's in state ArNotEnabled\n",
  'would-submit':
    'jobs: [[{"OP_ID":"OP_TEST_DELAY","duration":2.5,"on_master":true,"on_nodes":[],"repeat":0,"interruptible":false,"no_locks":false},{"OP_ID":"OP_INSTANCE_FAILOVER","instance_name":"i1","shutdown_timeout":120,"ignore_consistency":false,"ignore_ipolicy":false,"cleanup":false}]]\n',
  'tag-added': '>>> Adding the following tag to i1:\n"tag-i1"\n',
  'tags-removed': '>>> Removing the following tags from i1:\n"b-i1"\n"a"\n',
  'classic-counts': `${HEAD}Failure: 1\nHealthy: 2\nNeeds repair: 1\nPending repair: 1\n`,
}

/** Warnings and errors; all else is the report that the original writes to standard output. */
const TO_STANDARD_ERROR: readonly Kind[] = ['missing-resources']

const by = { level: 'cluster', object: 'cluster', tag: 'T' } as const

describe('eventText', () => {
  test.each(Object.values(events('i1')))('$kind', event => {
    expect(eventText(event, formatTime)).toStrictEqual({
      to: TO_STANDARD_ERROR.includes(event.kind) ? 'err' : 'out',
      text: TEXTS[event.kind],
    })
  })

  test.each<[RunEvent, string]>([
    [{ kind: 'settled', instance: 'i1', to: 'healthy' }, 'Moving i1 from "Pending repair" to "Healthy"\n'],
    [{ kind: 'repairing', instance: 'i1', type: 'fix-storage' }, 'Executing ArFixStorage repair on i1\n'],
    [{ kind: 'repairing', instance: 'i1', type: 'migrate' }, 'Executing ArMigrate repair on i1\n'],
    [{ kind: 'repairing', instance: 'i1', type: 'reinstall' }, 'Executing ArReinstall repair on i1\n'],
    [
      { kind: 'refused', instance: 'i1', type: 'failover', upTo: 'fix-storage' },
      'Not performing a repair of type ArFailover on i1 because only repairs up to ArFixStorage are allowed\n',
    ],
    [
      {
        kind: 'kept-off',
        instance: 'i1',
        permission: { kind: 'suspended', untilSeconds: undefined, unreadable: false, by },
      },
      "Not repairing i1 because it's in state ArSuspended Forever\n",
    ],
    [
      {
        kind: 'kept-off',
        instance: 'i1',
        permission: { kind: 'suspended', untilSeconds: 4102444800n, unreadable: false, by },
      },
      "Not repairing i1 because it's in state ArSuspended (Until <4102444800>)\n",
    ],
    // 1970 is a time like any other.
    [
      {
        kind: 'kept-off',
        instance: 'i1',
        permission: { kind: 'suspended', untilSeconds: 0n, unreadable: false, by },
      },
      "Not repairing i1 because it's in state ArSuspended (Until <0>)\n",
    ],
    [
      { kind: 'tag-added', instance: 'i1', tag: '\u00e91"\u000eH' },
      '>>> Adding the following tag to i1:\n"\\233\\&1\\"\\SO\\&H"\n',
    ],
    [
      { kind: 'tags-removed', instance: 'i1', tags: ['\u007f'] },
      '>>> Removing the following tags from i1:\n"\\DEL"\n',
    ],
    [{ kind: 'classic-counts', states: [] }, HEAD],
    [{ kind: 'would-submit', jobs: [] }, 'jobs: []\n'],
  ])('$kind, otherwise: %#', (event, text) => {
    expect(eventText(event, formatTime).text).toBe(text)
  })

  test('names are printed as they are where nothing is wrong with them', () => {
    const { text } = eventText(
      { kind: 'repairing', instance: 'gl\u00fchw\u00fcrmchen', type: 'failover' },
      formatTime,
    )
    expect(text).toBe('Executing ArFailover repair on gl\u00fchw\u00fcrmchen\n')
  })

  test.each(Object.values(events('\u001b[31m\nHealthy: 1\u202e\u2028\u0085')))(
    'hostile names change no line of $kind',
    event => {
      const { text } = eventText(event, formatTime)
      expect(printable(text.replaceAll('\n', ''))).toBe(text.replaceAll('\n', ''))
      expect(text.split('\n')).toHaveLength(TEXTS[event.kind].split('\n').length)
    },
  )

  test('whatever the names, all events give lines without controls, as many as ever', () => {
    const hostile = fc.string({
      unit: fc.oneof(
        fc.constantFrom(
          '\n',
          '\r',
          '\u001b',
          '\u0000',
          '\u007f',
          '\u009b',
          '\u2029',
          '\u202e',
          '\u2066',
          '\ud800',
        ),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 8,
    })
    fc.assert(
      fc.property(hostile, name => {
        for (const event of Object.values(events(name))) {
          const { text } = eventText(event, formatTime)
          expect(text.split('\n')).toHaveLength(TEXTS[event.kind].split('\n').length)
          expect(text).not.toMatch(/[^\P{Cc}\n]|[\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/u)
        }
      }),
    )
  })
})
