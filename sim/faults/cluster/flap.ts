import * as v from 'valibot'
import { nodeName, seconds } from '../entries.ts'
import { fault } from '../fault.ts'

export const flap = fault({
  name: 'flap',
  layer: 'cluster',
  about:
    'A node loses its power and has it again, over and over: `times` times, each state for so many seconds.',
  entries: {
    node: nodeName,
    times: v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(1), v.maxValue(100)),
    seconds,
  },
  text: ({ node, times, seconds }) =>
    `${node} loses its power and has it again, ${times} times, every ${seconds} s`,
  apply: (stage, { node, times, seconds }) => {
    if (!stage.cluster.machine(node).isPoweredOn) return false
    let left = 2 * times
    const turn = () => {
      if (left % 2 === 0) stage.cluster.powerOff(node)
      else stage.cluster.powerOn(node)
      left -= 1
      if (left > 0) stop = stage.kernel.after(Math.round(seconds * 1_000_000), turn)
      else stage.forget(`flap ${node}`)
    }
    let stop = () => {}
    stage.last(`flap ${node}`, () => {
      stop()
      stage.cluster.powerOn(node)
    })
    turn()
    return true
  },
  end: stage => stage.finishAll('flap'),
})
