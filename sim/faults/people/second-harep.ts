import { fault } from '../fault.ts'

export const secondHarep = fault({
  name: 'second-harep',
  layer: 'people',
  about: 'Somebody starts another harep beside the one of cron, that does not see its lock.',
  entries: {},
  text: () => 'somebody starts a second harep',
  apply: stage => stage.startRun('second'),
})
