import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type HailOptions, hail } from '../../../../sim/ganeti/hail/hail.ts'
import type { HailReply } from '../../../../sim/ganeti/hail/hail-reply.ts'
import type { IallocatorDocument } from '../../../../sim/ganeti/hail/iallocator-document.ts'

/** A document, and what Debian's hail 3.0.2-3 answered to it on 2026-11-24. */
interface Recorded {
  readonly title: string
  readonly options: HailOptions
  readonly reply: HailReply
  readonly document: IallocatorDocument
}

const path = new URL('../../../../fixtures/hail/recorded-answers.jsonl', import.meta.url)
const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
// The file was written from values of just these types.
const recorded = lines.map(line => JSON.parse(line) as Recorded)

test.each(recorded)('$title: answers as hail did', ({ document, options, reply }) => {
  expect(hail(document, options)).toEqual(reply)
})
