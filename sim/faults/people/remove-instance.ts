import { instanceName } from '../entries.ts'
import { fault } from '../fault.ts'

export const removeInstance = fault({
  name: 'remove-instance',
  layer: 'people',
  about: 'The owner of an instance removes it for ever, unless a job is at work on it.',
  entries: { instance: instanceName },
  text: ({ instance }) => `the owner removes ${instance}`,
  apply: ({ cluster, truth }, { instance }) =>
    truth.instancesByName.has(instance) && cluster.removeInstance(instance),
})
