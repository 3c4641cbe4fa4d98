import type { OpcodeRun } from './opcode.ts'

/** Lines of an opcode's log in the forms that Ganeti gives them (lib/mcpu.py:726-759); plain ones go to OpcodeRun.log. */
export function logInfo(run: OpcodeRun, text: string): void {
  run.log(` - INFO: ${text}`)
}

/** A warning, and maybe what to do about it. */
export function logWarning(run: OpcodeRun, text: string, hint?: string): void {
  run.log(` - WARNING: ${text}`)
  if (hint !== undefined) run.log(`      Hint: ${hint}`)
}

export function logStep(run: OpcodeRun, step: number, steps: number, text: string): void {
  run.log(`STEP ${step}/${steps} ${text}`)
}
