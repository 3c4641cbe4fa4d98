/*
 * What a timeline page is drawn from: plain data, made by Node and embedded in the page as JSON. Everything that must be decided
 * about a play is decided here and tested without a browser; the page only draws, filters and zooms.
 */

/** In the order in which they stand, from top to bottom. */
export const SECTIONS = ['play', 'nodes', 'instances', 'runs', 'jobs'] as const
export type Section = (typeof SECTIONS)[number]

/**
 * How an item is drawn, so that it can be told without colour. The first three last for a time: `bar` is filled, `hatched` is
 * hatched, `job` is an outline while it waits and filled while it runs. The others are marks.
 */
export type Shape =
  | 'bar'
  | 'hatched'
  | 'job'
  | 'circle'
  | 'triangle'
  | 'diamond'
  | 'cross'
  | 'slashed'
  | 'pause'
  | 'flag'
  | 'hollow'
  | 'violation'
  | 'calm'

export type Tone = 'good' | 'bad' | 'waiting' | 'neutral' | 'fault' | 'violation'

export interface ItemData {
  /** Within the lane, from 0. */
  readonly row: number
  readonly fromUs: number
  /** As fromUs for a mark. */
  readonly toUs: number
  /** Of a job: when it began to run; absent where it never did. */
  readonly startUs?: number
  readonly shape: Shape
  readonly tone: Tone
  readonly label: string
  /** What is told of it, as indexes of the play's entries, in the order of time. */
  readonly entries: readonly number[]
}

export interface LaneData {
  readonly section: Section
  readonly name: string
  readonly rows: number
  /** In the order of their beginnings. */
  readonly items: readonly ItemData[]
}

/** One entry of the trace as text, and by what it can be found. */
export interface EntryData {
  readonly atUs: number
  readonly kind: string
  readonly text: string
  readonly instance?: string
  readonly node?: string
}

export interface PlayData {
  /** Of two plays in one page: what tells them apart. */
  readonly name: string
  readonly endUs: number
  readonly lanes: readonly LaneData[]
  readonly entries: readonly EntryData[]
}

export interface PageData {
  readonly plays: readonly PlayData[]
  /** Of two plays: when they differ for the first time. */
  readonly differsAtUs?: number
}
