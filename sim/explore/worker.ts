import { type MessagePort, parentPort } from 'node:worker_threads'
import { exhaust } from '../exhaust/exhaust.ts'
import type { ExhaustErrand, ExhaustReport } from '../exhaust/in-threads.ts'
import { SPACES } from '../exhaust/spaces.ts'
import { type Batch, playBatch } from './batch.ts'

// The whole life of a thread of `harep-sim explore` or `exhaust`: it is given batches, or a part of a space, and gives back what came of each.
if (parentPort !== null) listen(parentPort)

function listen(port: MessagePort): void {
  port.on('message', (errand: Batch | ExhaustErrand) => {
    if ('space' in errand) playPart(port, errand)
    else port.postMessage(playBatch(errand))
  })
}

/** So many states are played from one word of how far it is to the next. */
const TELL_EVERY_STATES = 100

function playPart(port: MessagePort, { space: name, part }: ExhaustErrand): void {
  const tell = (report: ExhaustReport) => port.postMessage(report)
  const space = SPACES.find(one => one.name === name)
  if (space === undefined) throw new RangeError(`there is no space ${name}`)
  let told = 0
  const exhausted = exhaust(space, part, states => {
    if (states < told + TELL_EVERY_STATES) return
    told = states
    tell({ states })
  })
  tell({ exhausted })
}
