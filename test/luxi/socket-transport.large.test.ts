import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isJsonObject } from '../../src/cluster/json.ts'
import { decodeTable } from '../../src/luxi/decode/table.ts'
import { LuxiConnection } from '../../src/luxi/socket-transport.ts'

const ROWS = 500_000
const ROW_PADDING = 'x'.repeat(150)
const FIELDS = ['name', 'be/memory', 'status', 'snodes', 'tags']

// The peer is a process of its own, so that its memory is not counted.
const PEER = `
const net = require('node:net')
const row = index => JSON.stringify([[0, 'instance' + index], [0, 1024], [0, 'running'], [0, ['node' + index % 100]], [0, ['${ROW_PADDING}']]])
const server = net.createServer(socket => {
  socket.once('data', async () => {
    let text = '{"success":true,"result":{"fields":[],"data":['
    const flush = () => new Promise(resolve => socket.write(text, resolve))
    for (let index = 0; index < ${ROWS}; index++) {
      text += (index ? ',' : '') + row(index)
      if (text.length < 4096) continue
      await flush()
      text = ''
    }
    text += ']}}\\u0003'
    await flush()
  })
})
server.listen(process.argv[2], () => process.send('ready'))
`

test('an answer of 100 MB in small pieces is received and decoded right, in less than 8 times its size', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'luxi-large-'))
  const script = join(folder, 'peer.cjs')
  writeFileSync(script, PEER)
  const child = fork(script, [join(folder, 'q')])
  await once(child, 'message')
  let peakBytes = 0
  const startBytes = process.memoryUsage.rss()
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
  }, 10)
  try {
    const connection = await LuxiConnection.connect(join(folder, 'q'))
    const result = await connection.call('Query', [])
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
    connection.close()
    const rows = decodeTable(result, FIELDS, 'instance')
    expect(isJsonObject(result)).toBe(true)
    expect(rows).toHaveLength(ROWS)
    expect(rows.at(-1)?.value(0)).toBe(`instance${ROWS - 1}`)
    expect(rows.every((row, index) => row.value(0) === `instance${index}`)).toBe(true)
    expect(rows[ROWS / 2]?.value(3)).toEqual([`node${(ROWS / 2) % 100}`])
    expect(rows[1]?.value(4)).toEqual([ROW_PADDING])
  } finally {
    clearInterval(watch)
    child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
  expect(peakBytes - startBytes).toBeGreaterThan(100_000_000)
  expect(peakBytes - startBytes).toBeLessThan(800_000_000)
}, 120_000)
