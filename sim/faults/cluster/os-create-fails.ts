import { fault } from '../fault.ts'

export const osCreateFails = fault({
  name: 'os-create-fails',
  layer: 'cluster',
  about: 'The create scripts of all operating systems fail: no instance can be installed.',
  entries: {},
  text: () => 'the create scripts of the operating systems fail',
  apply: ({ cluster }) => {
    cluster.setOsCreationFailure('no space left on device')
    return true
  },
  end: ({ cluster }) => cluster.setOsCreationFailure(undefined),
})
