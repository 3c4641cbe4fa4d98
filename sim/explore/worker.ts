import { parentPort } from 'node:worker_threads'
import { type Batch, playBatch } from './batch.ts'

// The whole life of a thread of `harep-sim explore`: it is given batches, and gives back what came of each.
parentPort?.on('message', (batch: Batch) => {
  parentPort?.postMessage(playBatch(batch))
})
