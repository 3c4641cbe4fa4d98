import type { Invariant } from './invariant.ts'
import { bookOf } from './watch/repair-book.ts'

/** What may stand in one job: between two of them ganeti-watcher would start the instance on blank disks. */
const WHOLE = ['RECREATE_DISKS REINSTALL', 'SHUTDOWN RECREATE_DISKS REINSTALL STARTUP']

export const wholeReCreation: Invariant = {
  name: 'whole-re-creation',
  about:
    'Disks that are made anew get their system in the same job, and what that job stops before it starts after.',
  watch: stage => {
    bookOf(stage).read({
      submitted: ({ id, instance, opcodes }) => {
        const steps = opcodes.filter(opcode => opcode !== 'TEST_DELAY').join(' ')
        if (steps.includes('RECREATE_DISKS') && !WHOLE.includes(steps))
          stage.violate('whole-re-creation', `job ${id} makes the disks of ${instance} anew by ${steps}`)
      },
    })
    return {}
  },
}
