import { fault } from '../fault.ts'

export const killHarep = fault({
  name: 'kill-harep',
  layer: 'process',
  about: 'Every harep that runs is killed now, whatever it is doing.',
  entries: {},
  text: () => 'every harep that runs is killed',
  apply: ({ runs }) => {
    const alive = runs.filter(({ process }) => process.outcome === undefined)
    for (const { process } of alive) process.kill()
    return alive.length > 0
  },
})
