import { instanceName } from '../entries.ts'
import { fault } from '../fault.ts'

export const startInstance = fault({
  name: 'start-instance',
  layer: 'people',
  about: 'The owner of an instance starts it by a job: it shall be up.',
  entries: { instance: instanceName },
  text: ({ instance }) => `the owner starts ${instance}`,
  apply: (stage, { instance }) => stage.letSubmit({ OP_ID: 'OP_INSTANCE_STARTUP', instance_name: instance }),
})
