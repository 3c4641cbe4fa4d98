import type { JsonValue } from '../../src/cluster/json.ts'
import type { End } from './story.ts'

/** How a run of harep ended, and what it wrote. */
export interface HarepEnd {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A run of harep that has begun. */
export interface HarepRun {
  /** Waits for its end. In a world of virtual time nothing goes on meanwhile but by this and by `pause`. */
  ended(): Promise<HarepEnd>
}

/** A cluster in which a story is played, by Luxi as far as Luxi goes. */
export interface World {
  /** One Luxi call. */
  call(method: string, ...args: JsonValue[]): Promise<JsonValue>
  /** Lets time pass. */
  pause(durationMs: number): Promise<void>
  /** Starts a run of our harep, in its default behaviour, with these options. */
  harep(options: readonly string[]): Promise<HarepRun>
  powerOff(node: string): Promise<void>
  /** Gives a node its power back and marks it online. */
  bringBack(node: string): Promise<void>
  crash(instance: string): Promise<void>
  letOsCreationFail(fails: boolean): Promise<void>
  /** Called whenever no job is unfinished, for what a world has to do itself between steps. */
  settled(): Promise<void>
  /** What is on the disks of each instance, by name. */
  contents(): Promise<ReadonlyMap<string, End['data']>>
}
