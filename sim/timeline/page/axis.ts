import { clockText } from '../clock-text.ts'

const STEPS_US: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map(ms => ms * 1_000),
  ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600].map(seconds => seconds * 1_000_000),
  ...[2, 3, 6, 12, 24, 48, 120, 240, 480].map(hours => hours * 3_600_000_000),
]

const TICK_PX_MIN = 95

/** The times at which ticks stand, and their text, as short as they may be. */
export function ticks(
  fromUs: number,
  toUs: number,
  widthPx: number,
): readonly { readonly atUs: number; readonly text: string }[] {
  const wantedUs = ((toUs - fromUs) / Math.max(1, widthPx)) * TICK_PX_MIN
  const stepUs = STEPS_US.find(step => step >= wantedUs) ?? Math.ceil(wantedUs / 864e8) * 864e8
  const found: { atUs: number; text: string }[] = []
  for (let atUs = Math.ceil(fromUs / stepUs) * stepUs; atUs <= toUs; atUs += stepUs) {
    const text = clockText(atUs)
    found.push({ atUs, text: stepUs >= 1_000_000 ? text.replace(/\.\d+$/, '') : text })
  }
  return found
}
