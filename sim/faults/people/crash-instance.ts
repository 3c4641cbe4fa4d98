import { instanceName } from '../entries.ts'
import { fault } from '../fault.ts'

export const crashInstance = fault({
  name: 'crash-instance',
  layer: 'people',
  about: 'An instance stops from within: it crashes, or somebody in it shuts it down.',
  entries: { instance: instanceName },
  text: ({ instance }) => `${instance} stops from within`,
  apply: (stage, { instance }) => {
    const { uuid } = stage.instance(instance)
    if (![...stage.truth.nodesByName.values()].some(({ hardware }) => hardware.guests.has(uuid))) return false
    stage.cluster.crashInstance(instance)
    return true
  },
})
