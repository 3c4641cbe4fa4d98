/** A cluster in which a story is played. Almost all happens over its socket; the rest is what no job does. */
export interface World {
  readonly name: string
  /** Where Luxi is spoken. */
  readonly socket: string
  /** Cuts a node's power. */
  kill(node: string): void
  /** Gives a node its power back and marks it online, by a job as `gnt-node modify` submits it. */
  bringBack(node: string): Promise<void>
  /** Whether the create scripts of the operating system fail from now on. */
  letOsCreationFail(fails: boolean): void
  /** Rejects when the world itself breaks, as opposed to what breaks in the story: nothing answers any more then. */
  readonly broken: Promise<never>
  close(): Promise<void>
}
