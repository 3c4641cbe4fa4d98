import { NOTHING_BEFALLS } from '../../play/stage.ts'
import { index, seconds } from '../entries.ts'
import { fault } from '../fault.ts'

export const harepHangs = fault({
  name: 'harep-hangs',
  layer: 'process',
  about: 'The next run of harep stands still for so many seconds before its effect of that number.',
  entries: { effect: index, seconds },
  text: ({ effect, seconds }) =>
    `the next run of harep stands still for ${seconds} s before its effect ${effect}`,
  apply: (stage, pause) => {
    stage.nextRun = { ...stage.nextRun, pause }
    return true
  },
  end: stage => {
    stage.nextRun = NOTHING_BEFALLS
  },
})
