import { instanceName } from '../entries.ts'
import { fault } from '../fault.ts'

export const bothLegsDie = fault({
  name: 'both-legs-die',
  layer: 'cluster',
  about: 'Both nodes of a mirrored instance lose their power at once; not the master.',
  entries: { instance: instanceName },
  text: ({ instance }) => `both nodes of ${instance} lose their power`,
  apply: (stage, { instance }) => {
    const { primaryUuid, secondaryUuid } = stage.instance(instance)
    if (secondaryUuid === undefined) return false
    const legs = [primaryUuid, secondaryUuid].map(uuid => stage.cluster.machine(stage.truth.node(uuid).name))
    if (legs.some(({ isMaster, isPoweredOn }) => isMaster || !isPoweredOn)) return false
    for (const { name } of legs) stage.cluster.powerOff(name)
    return true
  },
})
