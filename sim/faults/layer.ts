/** Where something goes wrong. */
export const LAYERS = ['wire', 'queue', 'cluster', 'clock', 'people', 'process'] as const
export type Layer = (typeof LAYERS)[number]
