import type { Tone } from '../page-data.ts'

/** The colours of the page's style sheet, which has them for light and for dark. */
export interface Palette {
  readonly ground: string
  readonly text: string
  readonly faint: string
  readonly line: string
  readonly band: string
  readonly accent: string
  readonly tones: Readonly<Record<Tone, { readonly ink: string; readonly fill: string }>>
}

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim()
  const tone = (name: Tone) => ({ ink: colour(`${name}-ink`), fill: colour(`${name}-fill`) })
  return {
    ground: colour('ground'),
    text: colour('text'),
    faint: colour('faint'),
    line: colour('line'),
    band: colour('band'),
    accent: colour('accent'),
    tones: {
      good: tone('good'),
      bad: tone('bad'),
      waiting: tone('waiting'),
      neutral: tone('neutral'),
      fault: tone('fault'),
      violation: tone('violation'),
    },
  }
}
