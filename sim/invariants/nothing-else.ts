import type { JsonObject } from '../../src/cluster/json.ts'
import type { Invariant } from './invariant.ts'
import { isOfHarep, isRepairOpcode, isWitness } from './watch/marks.ts'
import { bookOf } from './watch/repair-book.ts'

const TAGS = ['OP_TAGS_SET', 'OP_TAGS_DEL']
const REPAIRS = [
  ...['REPLACE_DISKS', 'MIGRATE', 'FAILOVER', 'MOVE'],
  ...['SHUTDOWN', 'RECREATE_DISKS', 'REINSTALL', 'STARTUP', 'TEST_DELAY'],
]

/** Where the original's ways are taken, too, repairs may be without marks, and with the original's delay. */
export const nothingElse: Invariant = {
  name: 'nothing-else',
  about:
    'A healing run submits repairs that carry its mark, of one instance each, jobs that write tags, and witnesses that do nothing; nothing else.',
  watch: stage => {
    const book = bookOf(stage)
    let lastId = 0
    book.read({
      submitted: ({ id, instance, opcodes }) => {
        const isAlone = !opcodes.includes('REPLACE_DISKS')
        const other = opcodes.find(
          opcode => !REPAIRS.includes(opcode) && (isAlone || opcode !== 'ACTIVATE_DISKS'),
        )
        if (other !== undefined || instance === '')
          stage.violate('nothing-else', `job ${id} of ${instance} has ${other ?? 'no instance'}`)
      },
    })
    return {
      jobWritten: job => {
        if (job.id <= lastId) return
        lastId = job.id
        if (!isOfHarep(job) || book.repair(job.id) !== undefined) return
        const isClassicThere = stage.runs.some(({ program }) => program === 'classic')
        const isStep = (opcode: JsonObject) =>
          isClassicThere && (isRepairOpcode(opcode) || opcode['OP_ID'] === 'OP_TEST_DELAY')
        if (isWitness(job)) return
        const other = job.opcodes.find(opcode => !TAGS.includes(String(opcode['OP_ID'])) && !isStep(opcode))
        if (other !== undefined)
          stage.violate(
            'nothing-else',
            `job ${job.id} is harep's, has no mark, and has ${String(other['OP_ID'])}`,
          )
      },
    }
  },
}
