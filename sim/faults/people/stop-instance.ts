import { instanceName } from '../entries.ts'
import { fault } from '../fault.ts'

export const stopInstance = fault({
  name: 'stop-instance',
  layer: 'people',
  about: 'The owner of an instance stops it by a job: it shall be down.',
  entries: { instance: instanceName },
  text: ({ instance }) => `the owner stops ${instance}`,
  apply: (stage, { instance }) =>
    stage.letSubmit({ OP_ID: 'OP_INSTANCE_SHUTDOWN', instance_name: instance, ignore_offline_nodes: true }),
})
