import type { Invariant } from './invariant.ts'
import { isOfHarep } from './watch/marks.ts'
import { bookOf } from './watch/repair-book.ts'

const TAGS = ['OP_TAGS_SET', 'OP_TAGS_DEL']
const REPAIRS = [
  ...['REPLACE_DISKS', 'MIGRATE', 'FAILOVER', 'MOVE'],
  ...['SHUTDOWN', 'RECREATE_DISKS', 'REINSTALL', 'STARTUP', 'TEST_DELAY'],
]

/** A play in which the original's ways are taken, too, is not judged: its repairs have no marks. */
export const nothingElse: Invariant = {
  name: 'nothing-else',
  about:
    'A healing run submits repairs that carry its mark, of one instance each, and jobs that write tags; nothing else.',
  watch: stage => {
    const book = bookOf(stage)
    let lastId = 0
    book.read({
      submitted: ({ id, instance, opcodes }) => {
        const other = opcodes.find(opcode => !REPAIRS.includes(opcode))
        if (other !== undefined || instance === '')
          stage.violate('nothing-else', `job ${id} of ${instance} has ${other ?? 'no instance'}`)
      },
    })
    return {
      jobWritten: job => {
        if (job.id <= lastId) return
        lastId = job.id
        if (!isOfHarep(job) || book.repair(job.id) !== undefined) return
        if (stage.runs.some(({ program }) => program === 'classic')) return
        const other = job.opcodes.find(({ OP_ID: opId }) => !TAGS.includes(String(opId)))
        if (other !== undefined)
          stage.violate(
            'nothing-else',
            `job ${job.id} is harep's, has no mark, and has ${String(other['OP_ID'])}`,
          )
      },
    }
  },
}
