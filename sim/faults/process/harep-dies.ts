import * as v from 'valibot'
import { NOTHING_BEFALLS } from '../../play/stage.ts'
import { index } from '../entries.ts'
import { fault } from '../fault.ts'

export const harepDies = fault({
  name: 'harep-dies',
  layer: 'process',
  about:
    'The next run of harep is killed: before the world sees its effect of that number, or after, when harep does not see the answer.',
  entries: { effect: index, when: v.picklist(['before', 'after']) },
  text: ({ effect, when }) => `the next run of harep is killed ${when} its effect ${effect}`,
  apply: (stage, killAt) => {
    stage.nextRun = { ...stage.nextRun, killAt }
    return true
  },
  end: stage => {
    stage.nextRun = NOTHING_BEFALLS
  },
})
