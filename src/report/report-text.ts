/** Text for standard output or standard error, with its line ends. */
export interface ReportText {
  readonly to: 'out' | 'err'
  readonly text: string
}
