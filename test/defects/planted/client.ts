import type { Defect } from '../defect.ts'

/** In what luxid is asked, and how its answers are read. */
export const CLIENT_DEFECTS: readonly Defect[] = [
  {
    name: 'refused-submission-counts-as-taken',
    part: 'client',
    about: 'an answer that says no is read as a job',
    file: 'src/run/job-calls.ts',
    find: "    return { kind: 'refused', why: idOrText }",
    replace: "    return { kind: 'job', id: '1' }",
    seedsMax: 5_000,
  },
  {
    name: 'failure-of-luxid-is-a-result',
    part: 'client',
    about: 'an error that luxid answers with is taken for an answer',
    file: 'src/luxi/envelope.ts',
    find: '  if (!answer.success) throw ganetiErrorOf(answer.result)\n',
    replace: '',
    seedsMax: 30_000,
  },
  {
    name: 'cut-frame-is-whole',
    part: 'client',
    about: 'the pieces of an answer are not joined',
    file: 'src/luxi/frames.ts',
    find: 'this.#messages.push(this.#partialBytes === 0 ? part : this.#join(part))',
    replace: 'this.#messages.push(part)',
    seedsMax: 1_000,
  },
  {
    name: 'job-ids-are-off-by-one',
    part: 'client',
    about: 'the number of a job is read as the next one',
    file: 'src/luxi/decode/job-id.ts',
    find: 'return String(value + 0)',
    replace: 'return String(value + 1)',
    seedsMax: 1_000,
  },
]
