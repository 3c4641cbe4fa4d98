import { seconds } from '../entries.ts'
import { fault } from '../fault.ts'

export const refuseConnections = fault({
  name: 'refuse-connections',
  layer: 'wire',
  about: 'For so many seconds nobody takes a connection on the socket of luxid.',
  entries: { seconds },
  text: ({ seconds }) => `nobody takes a connection on the socket for ${seconds} s`,
  apply: (stage, { seconds }) => {
    stage.refusedUntilUs = stage.kernel.nowUs + Math.round(seconds * 1_000_000)
    return seconds > 0
  },
  end: stage => {
    stage.refusedUntilUs = 0
  },
})
