import { Worker } from 'node:worker_threads'
import type { Errand, Report } from './hunt.ts'

/** Runs a bundled hunt in a thread of its own. Throws what the thread throws. */
export async function runErrand(code: string, errand: Errand): Promise<Report> {
  return await new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true, workerData: errand })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the hunt ended without a word')))
  })
}
