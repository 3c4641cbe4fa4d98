import type { JsonValue } from '../../src/cluster/json.ts'
import type { End } from './story.ts'

/** How a run of harep ended. */
export interface HarepEnd {
  readonly exitCode: number | null
  /** Why instances are not simply healthy, by their names: the codes of the reasons. */
  readonly reasons: ReadonlyMap<string, string>
  /** What it told, for whoever wonders. */
  readonly told: string
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
  /** Starts a run of our harep as it is by default; but no node has to settle, since no story lasts so long. */
  harep(): Promise<HarepRun>
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
