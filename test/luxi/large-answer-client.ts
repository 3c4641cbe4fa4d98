import { decodeTable } from '../../src/luxi/decode/table.ts'
import { LuxiConnection } from '../../src/luxi/socket-transport.ts'

/*
 * Receives one large answer from the socket that it is given, and tells its parent what it got and how much memory that took: a process of its
 * own, since what others have left in one makes its figures useless.
 */

const FIELDS = ['name', 'be/memory', 'status', 'snodes', 'tags']

const startBytes = process.memoryUsage.rss()
let peakBytes = startBytes
const note = () => {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
}
const watch = setInterval(note, 10)
const connection = await LuxiConnection.connect(process.argv[2] ?? '')
const result = await connection.call('Query', [])
note()
clearInterval(watch)
connection.close()
const rows = decodeTable(result, FIELDS, 'instance')
const middle = rows.length / 2
process.send?.({
  rows: rows.length,
  isEachRight: rows.every((row, index) => row.value(0) === `instance${index}`),
  middle: [rows[middle]?.value(3), rows[middle]?.value(4)],
  takenBytes: peakBytes - startBytes,
})
process.disconnect?.()
