/** The text of a page with what stands between two markers replaced. Throws where they are not there once, in order. */
export function withSection(page: string, name: string, section: string): string {
  const begin = `<!-- ${name}: made by "npm run docs", not by hand -->\n`
  const end = `<!-- end: ${name} -->\n`
  const [before = '', rest, ...tooMuch] = page.split(begin)
  const [, after, ...more] = rest?.split(end) ?? []
  if (after === undefined || tooMuch.length + more.length > 0)
    throw new Error(`the page has not one section between ${begin.trim()} and ${end.trim()}`)
  return before + begin + section + end + after
}
