import { fault } from '../fault.ts'

export const drainQueue = fault({
  name: 'drain-queue',
  layer: 'queue',
  about: 'An admin drains the job queue: luxid takes no jobs.',
  entries: {},
  text: () => 'an admin drains the job queue',
  apply: stage => {
    setDrained(stage, true)
    return true
  },
  end: stage => setDrained(stage, false),
})

export const undrainQueue = fault({
  name: 'undrain-queue',
  layer: 'queue',
  about: 'An admin lets luxid take jobs again.',
  entries: {},
  text: () => 'an admin ends the draining of the job queue',
  apply: stage => {
    setDrained(stage, false)
    return true
  },
})

function setDrained({ cluster }: Parameters<typeof drainQueue.apply>[0], isDrained: boolean): void {
  cluster.handle({ method: 'SetDrainFlag', args: [isDrained] }, () => {})
}
