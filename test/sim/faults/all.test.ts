import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { FAULTS, type FaultName } from '../../../sim/faults/all.ts'
import { LAYERS, type Layer } from '../../../sim/faults/layer.ts'

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'sim', 'faults')

test.each(LAYERS)('every fault in a file of the layer %s is in the list', layer => {
  const named = readdirSync(join(FOLDER, layer)).flatMap(file => {
    const text = readFileSync(join(FOLDER, layer, file), 'utf8')
    return [...text.matchAll(/= fault\(\{\s*name: '([^']+)'/g)].map(([, name]) => name)
  })
  const listed = FAULTS.filter(one => one.layer === layer).map(({ name }) => name)
  expect(named.sort()).toEqual([...listed].sort())
})

/** What has to be there: in words, and by its name. */
const NEEDED: { readonly [Each in Layer]: Readonly<Record<string, FaultName>> } = {
  wire: {
    refused: 'refuse-connections',
    'cut in mid-frame': 'cut-answer',
    'cut in mid-request': 'cut-request',
    split: 'split-answer',
    merged: 'double-answer',
    'bad JSON': 'garble-answer',
    late: 'late-answer',
    'lost request': 'lose-request',
    'lost reply to a submission that was carried out': 'lose-answer',
  },
  queue: {
    drained: 'drain-queue',
    stuck: 'stuck-job',
    cancelled: 'cancel-repair',
    'opcode error': 'opcode-fails',
    'archived early': 'archive-job',
    'file lost': 'lose-job-file',
    'slots full': 'fill-slots',
    'lock held': 'hold-locks',
  },
  cluster: {
    offline: 'mark-offline',
    drained: 'drain',
    flap: 'flap',
    'dead but not marked': 'power-off',
    'both legs': 'both-legs-die',
    'no room': 'fill-node',
    'master failover': 'master-failover',
    'dead master': 'master-dies',
    'broken storage': 'break-storage',
  },
  clock: { jump: 'clock-jumps', 'skew against tag times': 'clock-skew' },
  people: {
    suspend: 'suspend',
    clear: 'clear',
    'fix by hand': 'fix-by-hand',
    'edit tags': 'replace-tags',
    'second harep': 'second-harep',
    'original harep taking turns with ours': 'original-takes-turns',
    watcher: 'watcher',
    'an admin who marks the dead': 'admin-marks-dead',
    'owner stops': 'stop-instance',
    'owner removes': 'remove-instance',
  },
  process: { 'killed at any effect': 'harep-dies', hangs: 'harep-hangs' },
}

test.each(LAYERS)('the layer %s has all faults that it is to have', layer => {
  const listed = FAULTS.filter(one => one.layer === layer).map(({ name }) => name)
  expect(listed).toEqual(expect.arrayContaining(Object.values(NEEDED[layer])))
})

test('every name is there once, and every sentence is one', () => {
  expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length)
  for (const { name, about } of FAULTS) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(about).toMatch(/^\S.*\.$/)
  }
})

test.each(FAULTS.map(({ name, entries }) => ({ name, entries })))(
  'the keys of $name are bounded: no number is taken that is beyond all measure',
  ({ entries }) => {
    for (const schema of Object.values(entries)) {
      expect(v.safeParse(schema, 1e12).success).toBe(false)
      expect(v.safeParse(schema, -1e12).success).toBe(false)
      expect(v.safeParse(schema, 'a'.repeat(10_000)).success).toBe(false)
    }
  },
)
