import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROWS = 500_000
const CLIENT = join(import.meta.dirname, 'large-answer-client.ts')
const ROW_PADDING = 'x'.repeat(150)

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
  const [script, socket] = [join(folder, 'peer.cjs'), join(folder, 'q')]
  writeFileSync(script, PEER)
  const peer = fork(script, [socket])
  try {
    await once(peer, 'message')
    const client = fork(CLIENT, [socket], { execArgv: ['--import', 'tsx'] })
    const death = once(client, 'exit').then(([code]) => {
      throw new Error(`the client has ended with ${code}, and told nothing`)
    })
    const [told] = await Promise.race([once(client, 'message'), death])
    const { takenBytes, ...received } = told
    expect(received).toEqual({
      rows: ROWS,
      isEachRight: true,
      middle: [[`node${(ROWS / 2) % 100}`], [ROW_PADDING]],
    })
    expect(takenBytes).toBeGreaterThan(100_000_000)
    expect(takenBytes).toBeLessThan(800_000_000)
  } finally {
    peer.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}, 120_000)
